package dev.opamp.javaagent.bootstrap;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Reads {@code jar:} URLs of the agent's jar from the file that is open already. The JDK's handler
 * would open it again and keep it in a cache of the whole JVM.
 */
final class OpenJarHandler extends URLStreamHandler {

  private static final String SEPARATOR = "!/";

  private final JarFile jar;

  OpenJarHandler(JarFile jar) {
    this.jar = jar;
  }

  @Override
  protected URLConnection openConnection(URL url) throws IOException {
    String path = url.getFile();
    String name = path.substring(path.lastIndexOf(SEPARATOR) + SEPARATOR.length());
    JarEntry entry = jar.getJarEntry(name);
    if (entry == null) {
      throw new FileNotFoundException(url.toString());
    }
    return new EntryConnection(url, jar, entry);
  }

  /** One entry; there is nothing to connect to. */
  private static final class EntryConnection extends URLConnection {
    private final JarFile jar;
    private final JarEntry entry;

    EntryConnection(URL url, JarFile jar, JarEntry entry) {
      super(url);
      this.jar = jar;
      this.entry = entry;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return jar.getInputStream(entry);
    }

    @Override
    public long getContentLengthLong() {
      return entry.getSize();
    }

    @Override
    public int getContentLength() {
      return (int) entry.getSize();
    }
  }
}

package dev.opamp.javaagent.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/**
 * Reads {@code jar:} URLs of the hidden part of the agent's jar from the file that is open already.
 * The JDK's handler would look for them in the jar itself, open it again, and keep it in a cache of
 * the whole JVM.
 */
final class HiddenPartHandler extends URLStreamHandler {

  /** Where the hidden part is in such a URL, behind the jar. */
  static final String ROOT = "inst/";

  private static final String SEPARATOR = "!/" + ROOT;

  private final HiddenPart part;

  HiddenPartHandler(HiddenPart part) {
    this.part = part;
  }

  @Override
  protected URLConnection openConnection(URL url) throws IOException {
    String path = url.getFile();
    String name = path.substring(path.lastIndexOf(SEPARATOR) + SEPARATOR.length());
    byte[] bytes = part.read(name);
    if (bytes == null) {
      throw new FileNotFoundException(url.toString());
    }
    return new EntryConnection(url, bytes);
  }

  /** One entry; there is nothing to connect to. */
  private static final class EntryConnection extends URLConnection {
    private final byte[] bytes;

    EntryConnection(URL url, byte[] bytes) {
      super(url);
      this.bytes = bytes;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public long getContentLengthLong() {
      return bytes.length;
    }

    @Override
    public int getContentLength() {
      return bytes.length;
    }
  }
}

package dev.opamp.javaagent.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent from the hidden part of its jar ({@code inst/**.classdata}), so that neither the
 * host sees the agent's classes nor the agent the host's.
 *
 * <p>The parent is the platform loader; of the system loader only this package is visible.
 */
public final class AgentClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String INST = "inst/";
  private static final String BOOTSTRAP_PACKAGE = "dev.opamp.javaagent.bootstrap.";

  private final File file;
  private final JarFile jar;

  AgentClassLoader(File file) throws IOException {
    super(platformLoader());
    this.file = file;
    this.jar = new JarFile(file, false);
  }

  private static @Nullable ClassLoader platformLoader() {
    // On Java 8 the extension loader is in the place of the platform loader.
    return ClassLoader.getSystemClassLoader().getParent();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(BOOTSTRAP_PACKAGE)) {
      return Class.forName(name, false, AgentClassLoader.class.getClassLoader());
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classBytes(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length, AgentClassLoader.class.getProtectionDomain());
  }

  /** Returns the class file of a hidden class, or null when the jar has none of that name. */
  public byte @Nullable [] classBytes(String name) throws ClassNotFoundException {
    JarEntry entry = jar.getJarEntry(INST + name.replace('.', '/') + ".classdata");
    if (entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return readAll(in, (int) entry.getSize());
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static byte[] readAll(InputStream in, int size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(size, 32));
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  @Override
  public @Nullable URL findResource(String name) {
    if (jar.getJarEntry(INST + name) == null) {
      return null;
    }
    try {
      return new URL("jar:" + file.toURI() + "!/" + INST + name);
    } catch (MalformedURLException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url));
  }
}

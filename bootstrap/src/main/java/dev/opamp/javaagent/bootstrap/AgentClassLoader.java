package dev.opamp.javaagent.bootstrap;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent from the {@linkplain HiddenPart hidden part} of its jar, so that neither the host
 * sees the agent's classes nor the agent the host's.
 *
 * <p>What the jar has comes from the jar; all else from the platform loader (the extension loader
 * on Java 8), and of the system loader only this package is visible.
 */
public final class AgentClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String INST = HiddenPartHandler.ROOT;
  private static final String BOOTSTRAP_PACKAGE = "dev.opamp.javaagent.bootstrap.";

  private final File file;
  private final HiddenPart part;
  private final URL root;

  /**
   * Taken once: under a security manager, asking again on a thread of the host would be refused.
   */
  private final ProtectionDomain domain;

  private final @Nullable ClassLoader bootstrapLoader;

  AgentClassLoader(File file) throws IOException {
    super(platformLoader());
    this.file = file;
    this.part = HiddenPart.open(file);
    this.root = new URL(null, "jar:" + file.toURI() + "!/" + INST, new HiddenPartHandler(part));
    this.domain = AgentClassLoader.class.getProtectionDomain();
    this.bootstrapLoader = AgentClassLoader.class.getClassLoader();
  }

  private static ClassLoader platformLoader() {
    // The topmost: the system loader may be one of the host's, several levels further down.
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    for (ClassLoader up = loader.getParent(); up != null; up = up.getParent()) {
      loader = up;
    }
    return loader;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(BOOTSTRAP_PACKAGE)) {
      return Class.forName(name, false, bootstrapLoader);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = classBytes(name);
        loaded = bytes == null ? super.loadClass(name, false) : define(name, bytes);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> define(String name, byte[] bytes) {
    int dot = name.lastIndexOf('.');
    if (dot > 0) {
      definePackageOnce(name.substring(0, dot));
    }
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  /** Without it {@code Class.getPackage()} is null on Java 8. */
  private void definePackageOnce(String name) {
    if (getPackage(name) != null) {
      return;
    }
    try {
      definePackage(name, null, null, null, null, null, null, null);
    } catch (IllegalArgumentException e) {
      // Another thread was faster; the package is there, which is all that is wanted.
      return;
    }
  }

  /** Returns the agent's jar. */
  public File jarFile() {
    return file;
  }

  /** Returns the class file of a hidden class, or null when the jar has none of that name. */
  public byte @Nullable [] classBytes(String name) throws ClassNotFoundException {
    try {
      return part.read(name.replace('.', '/') + ".classdata");
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Returns the jar's own resource of that name, else the platform's. */
  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  /**
   * Returns the jar's own resource of that name, else the platform's: a service file of the
   * platform would name classes that are not of our interface.
   */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    URL own = findResource(name);
    return own != null
        ? Collections.enumeration(Collections.singleton(own))
        : super.getResources(name);
  }

  @Override
  public @Nullable URL findResource(String name) {
    if (!part.has(name)) {
      return null;
    }
    try {
      // Relative to the root, which passes its handler on without a permission check.
      return new URL(root, name);
    } catch (MalformedURLException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url));
  }
}

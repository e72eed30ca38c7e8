package dev.opamp.javaagent.testing.matrix.app;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;

/**
 * {@code TwoLoadersApp CLASS_PATH SERVICE OTHER_SERVICE PROTOCOL ENDPOINT}: {@link Work} on the
 * class path, and once more in a loader that prefers its own classes, with an SDK of its own.
 */
public final class TwoLoadersApp {

  private TwoLoadersApp() {}

  /** Starts, and returns when standard input has ended. */
  public static void main(String[] args) throws Exception {
    Work outer = new Work(new String[] {"global", args[1], args[3], args[4], "true"});
    String[] ofInner = {"global", args[2], args[3], args[4], "true"};
    try (ChildFirst loader = new ChildFirst(urls(args[0]))) {
      AutoCloseable inner =
          (AutoCloseable)
              loader
                  .loadClass(Work.class.getName())
                  .getConstructor(String[].class)
                  .newInstance((Object) ofInner);
      EndingApp.awaitEndOfInput();
      inner.close();
    }
    outer.close();
  }

  private static URL[] urls(String classPath) throws Exception {
    String[] files = classPath.split(File.pathSeparator, -1);
    URL[] urls = new URL[files.length];
    for (int i = 0; i < files.length; i++) {
      urls[i] = new File(files[i]).toURI().toURL();
    }
    return urls;
  }

  /** Takes from its parent what it does not have itself, as servers and plug-in systems do. */
  private static final class ChildFirst extends URLClassLoader {

    static {
      registerAsParallelCapable();
    }

    ChildFirst(URL[] urls) {
      super(Arrays.copyOf(urls, urls.length), TwoLoadersApp.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? ownOrParents(name) : loaded;
      }
    }

    private Class<?> ownOrParents(String name) throws ClassNotFoundException {
      try {
        return findClass(name);
      } catch (ClassNotFoundException e) {
        return super.loadClass(name, false);
      }
    }
  }
}

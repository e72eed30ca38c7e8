package dev.opamp.javaagent.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code com.sun.tools.attach} by reflection: it is a module of every JDK since 9, in {@code
 * tools.jar} before, and in no JRE.
 */
final class AttachApi {

  private static final String PACKAGE = "com.sun.tools.attach.";

  private final Class<?> machine;
  private final Class<?> descriptor;

  private AttachApi(ClassLoader loader) throws ClassNotFoundException {
    this.machine = Class.forName(PACKAGE + "VirtualMachine", true, loader);
    this.descriptor = Class.forName(PACKAGE + "VirtualMachineDescriptor", true, loader);
  }

  /** Finds it in the Java that runs this. */
  static AttachApi find() throws UnreachableException {
    String home = System.getProperty("java.home");
    try {
      return new AttachApi(loader(new File(home)));
    } catch (ClassNotFoundException | LinkageError | MalformedURLException e) {
      throw new UnreachableException(
          "the Java in " + home + " cannot attach to others: run this with the java of a JDK");
    }
  }

  private static ClassLoader loader(File home) throws MalformedURLException {
    // Java 8: java.home is the JRE within the JDK.
    for (File lib : new File[] {new File(home.getParentFile(), "lib"), new File(home, "lib")}) {
      File tools = new File(lib, "tools.jar");
      if (tools.isFile()) {
        return new URLClassLoader(new URL[] {tools.toURI().toURL()});
      }
    }
    return ClassLoader.getSystemClassLoader();
  }

  /** Returns the other JVMs of this user that take agents: process ID and what they run. */
  List<String> machines() throws UnreachableException {
    List<String> lines = new ArrayList<>();
    // The JDK gives no better answer before 9; it is "pid@host" on all of them.
    String self = ManagementFactory.getRuntimeMXBean().getName();
    try {
      for (Object each : (List<?>) machine.getMethod("list").invoke(null)) {
        Object id = descriptor.getMethod("id").invoke(each);
        Object name = descriptor.getMethod("displayName").invoke(each);
        if (self.startsWith(id + "@")) {
          continue;
        }
        // Arguments are left out: they are long, and may be secret.
        lines.add(OneLine.of((id + " " + name.toString().split(" ", 2)[0]).trim()));
      }
    } catch (InvocationTargetException e) {
      throw new UnreachableException("JVMs cannot be listed: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return lines;
  }

  /**
   * Loads an agent into a JVM.
   *
   * @throws UnreachableException when it does not let us
   */
  void load(String pid, File jar, String arguments) throws UnreachableException {
    try {
      Object attached = machine.getMethod("attach", String.class).invoke(null, pid);
      try {
        machine
            .getMethod("loadAgent", String.class, String.class)
            .invoke(attached, jar.getAbsolutePath(), arguments);
      } finally {
        machine.getMethod("detach").invoke(attached);
      }
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause == null) {
        throw new IllegalStateException(e);
      }
      if (!isWhatAnOldJavaSaysOfSuccess(cause)) {
        throw new UnreachableException(AttachFailure.reason(cause));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Java 8 does not understand the answer of newer JVMs, which is a zero. */
  private static boolean isWhatAnOldJavaSaysOfSuccess(Throwable cause) {
    return cause.getClass().getName().equals(PACKAGE + "AgentLoadException")
        && "0".equals(cause.getMessage());
  }
}

package dev.opamp.javaagent.telemetry.attach;

/** What the application behind a class loader is called, for people. */
final class ApplicationNames {

  private static final String UPSTREAM = "io.opentelemetry.javaagent.bootstrap.AgentClassLoader";

  private ApplicationNames() {}

  static String of(ClassLoader loader) {
    if (loader == ClassLoader.getSystemClassLoader()) {
      return "application";
    }
    if (loader.getClass().getName().equals(UPSTREAM)) {
      return "opentelemetry-javaagent";
    }
    // Not its toString, which is the application's code and may be pages long.
    String type = loader.getClass().getName();
    return "application in "
        + type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1)
        + "@"
        + Integer.toHexString(System.identityHashCode(loader));
  }
}

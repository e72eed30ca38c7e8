package dev.opamp.javaagent.telemetry.attach;

import org.jspecify.annotations.Nullable;

/**
 * Holds the agent's code that controls one application's SDK, below the loader of that SDK: its
 * OpenTelemetry types are those of the SDK, everything else is shared with the agent. Where an
 * agent has moved the OpenTelemetry API to another package, the code is moved along.
 */
final class HostSdkLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String OWN = "dev.opamp.javaagent.telemetry.hostsdk.";

  private final SdkLoaders sdk;
  private final ClassLoader agent;
  private final SdkClassLoader.ClassFiles classFiles;
  private final ApiRelocation relocation;

  /**
   * @param parent the loader of the application's SDK
   * @param sdk where the classes of that SDK are found
   * @param agent the loader of everything that is shared with the agent
   */
  HostSdkLoader(
      ClassLoader parent, SdkLoaders sdk, ClassLoader agent, SdkClassLoader.ClassFiles classFiles)
      throws ClassNotFoundException {
    super(parent);
    this.sdk = sdk;
    this.agent = agent;
    this.classFiles = classFiles;
    this.relocation = ApiRelocation.of(parent);
  }

  /** Looks also where the classes of another object of the SDK's loader are found. */
  void addLoadersOf(Object found) {
    sdk.addThoseOf(found);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN)) {
      // Other packages may be hidden from the SDK's loader, those of the JDK's modules among them.
      return name.contains("io.opentelemetry.") ? sdk.loadClass(name) : agent.loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte @Nullable [] bytes = classFiles.classBytes(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] moved = relocation.apply(bytes);
    return defineClass(name, moved, 0, moved.length, HostSdkLoader.class.getProtectionDomain());
  }
}

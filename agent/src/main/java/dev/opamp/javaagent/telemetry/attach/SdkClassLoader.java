package dev.opamp.javaagent.telemetry.attach;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Holds an SDK of the agent that implements the OpenTelemetry API of one application directly.
 *
 * <p>The API, context and common classes come from the application, so that the SDK's objects are
 * the application's types. Those that an older or newer API does not have are defined here, and
 * calls of methods that it does not have go to {@link OlderApiCalls}. The rest of OpenTelemetry and
 * the agent's own code around it are defined here too, once for each application. Everything else
 * comes from the agent, whose configuration types are thereby shared. The application sees nothing
 * of this, and no service file of the application is read.
 */
final class SdkClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** Finds the class files of the agent. */
  interface ClassFiles {
    /** Returns a class file, or null when the agent has no class of that name. */
    byte @Nullable [] classBytes(String name) throws ClassNotFoundException;
  }

  private final ApiClasses api;
  private final ClassLoader agent;
  private final ClassFiles classFiles;
  private final OlderApiCalls calls;

  /**
   * @param api the loader of the application's OpenTelemetry API
   * @param agent the loader of everything that is shared with the agent, and of all resources
   */
  SdkClassLoader(ClassLoader api, ClassLoader agent, ClassFiles classFiles) {
    super(api);
    this.api = new ApiClasses(api);
    this.agent = agent;
    this.classFiles = classFiles;
    this.calls = new OlderApiCalls(api);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isExtendedApi(name)) {
      throw new ClassNotFoundException(name);
    }
    if (!isOwn(name)) {
      return agent.loadClass(name);
    }
    // First: what was not the application's once stays that, even if its loader has it by now.
    Class<?> loaded = findLoadedClass(name);
    if (loaded == null) {
      loaded = api.find(name);
    }
    return loaded == null ? ownClass(name) : loaded;
  }

  private Class<?> ownClass(String name) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  /**
   * Whether the SDK asks by this name if the API is the extended one. The application's is not:
   * what it gives for a tracer or a logger that is switched off would not fit what the SDK casts it
   * to, and the application would see the exception.
   */
  private static boolean isExtendedApi(String name) {
    return name.startsWith("io.opentelemetry.api.incubator.")
        && name.contains(".ExtendedDefault")
        && name.endsWith("Provider");
  }

  static boolean isOwn(String name) {
    return name.startsWith("io.opentelemetry.")
        || (name.startsWith("dev.opamp.javaagent.telemetry.")
            && !name.startsWith("dev.opamp.javaagent.telemetry.attach."));
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classFiles.classBytes(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] linked = calls.redirect(bytes);
    return defineClass(name, linked, 0, linked.length, SdkClassLoader.class.getProtectionDomain());
  }

  @Override
  public @Nullable URL getResource(String name) {
    return agent.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return agent.getResources(name);
  }
}

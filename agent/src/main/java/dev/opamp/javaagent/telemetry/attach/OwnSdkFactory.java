package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.config.SdkTarget;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.function.Supplier;

/** Builds the agent's own kind of SDK in a loader below that of the application's API. */
public final class OwnSdkFactory implements SdkFactory {

  /** By name, since the agent's own copy of the class is another class. */
  private static final String TARGET_CLASS = "dev.opamp.javaagent.telemetry.OwnSdkTarget";

  private final ClassLoader agent;
  private final SdkClassLoader.ClassFiles classFiles;
  private final Supplier<Map<String, Object>> baseResource;
  private final String targetClass;

  /**
   * @param agent the loader of the agent
   * @param baseResource attributes every SDK of the agent starts from
   */
  public OwnSdkFactory(AgentClassLoader agent, Supplier<Map<String, Object>> baseResource) {
    this(agent, agent::classBytes, baseResource, TARGET_CLASS);
  }

  OwnSdkFactory(
      ClassLoader agent,
      SdkClassLoader.ClassFiles classFiles,
      Supplier<Map<String, Object>> baseResource,
      String targetClass) {
    this.agent = agent;
    this.classFiles = classFiles;
    this.baseResource = baseResource;
    this.targetClass = targetClass;
  }

  @Override
  public BuiltSdk build(ClassLoader apiLoader, String name) throws Exception {
    findContextStorage(apiLoader);
    Class<?> type = new SdkClassLoader(apiLoader, agent, classFiles).loadClass(targetClass);
    try {
      Object target =
          type.getConstructor(String.class, Map.class).newInstance(name, baseResource.get());
      return new BuiltSdk((SdkTarget) target, type.getMethod("openTelemetry").invoke(target));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause instanceof Exception ? (Exception) cause : e;
    }
  }

  /**
   * APIs before 1.53 look for the storage of contexts with the loader of the thread that needs one
   * first, and keep what they find. Threads of the agent have no such loader, which would mean that
   * of the class path.
   */
  private static void findContextStorage(ClassLoader apiLoader)
      throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(apiLoader);
    try {
      apiLoader.loadClass("io.opentelemetry.context.Context").getMethod("root").invoke(null);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

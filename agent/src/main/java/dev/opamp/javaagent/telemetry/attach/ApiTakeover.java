package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.bootstrap.ApiClassHook;
import dev.opamp.javaagent.bootstrap.ApiHookSeam;
import dev.opamp.javaagent.log.AgentLogger;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.function.Consumer;

/** Connects the attached SDKs with the API classes of the JVM: those to come and those loaded. */
public final class ApiTakeover {

  private static final AgentLogger LOG = AgentLogger.get(ApiTakeover.class);
  private static final String GLOBAL = "io.opentelemetry.api.GlobalOpenTelemetry";

  private final Instrumentation instrumentation;
  private final ApiClassHook classHook;
  private final AttachedSdks sdks;

  public ApiTakeover(Instrumentation instrumentation, ApiClassHook classHook, AttachedSdks sdks) {
    this.instrumentation = instrumentation;
    this.classHook = classHook;
    this.sdks = sdks;
  }

  /**
   * Starts to patch. The API may be in use already: the agent may have been attached late, or the
   * application may have been faster than the agent's settings.
   */
  public void start() {
    ApiHookSeam.connect(sdks);
    classHook.install(new GlobalOpenTelemetryPatcher(sdks));
    forEachLoaded(this::adopt);
  }

  /**
   * Takes everything back: no class is patched any more, and none holds an SDK of the agent. To be
   * called when the hook is no transformer any more. What applications have obtained stays theirs.
   */
  public void stop() {
    ApiHookSeam.disconnect();
    sdks.end();
    forEachLoaded(this::release);
  }

  private void forEachLoaded(Consumer<Class<?>> action) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getName().equals(GLOBAL) && isOfAnApplication(type.getClassLoader())) {
        action.accept(type);
      }
    }
  }

  private static boolean isOfAnApplication(ClassLoader loader) {
    return loader != null && !(loader instanceof AgentClassLoader);
  }

  private void adopt(Class<?> type) {
    try {
      instrumentation.retransformClasses(type);
      sdks.adopt(type);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      LOG.warn("an OpenTelemetry API that was loaded before the agent stays as it is", e);
    }
  }

  private void release(Class<?> type) {
    sdks.release(type);
    try {
      instrumentation.retransformClasses(type);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      // It asks nobody: without a hook a patched class does what it did before.
      LOG.debug("a patched GlobalOpenTelemetry stays as it is: " + e);
    }
  }
}

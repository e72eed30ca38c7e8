package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.bootstrap.ApiClassHook;
import dev.opamp.javaagent.bootstrap.ApiHookSeam;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.log.AgentLogger;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Connects the SDKs with the OpenTelemetry classes of the JVM: those to come and those loaded. */
public final class ApiTakeover {

  private static final AgentLogger LOG = AgentLogger.get(ApiTakeover.class);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final String GLOBAL = "io.opentelemetry.api.GlobalOpenTelemetry";

  private final Instrumentation instrumentation;
  private final ApiClassHook classHook;
  private final AttachedSdks sdks;
  private final @Nullable HostSdks hostSdks;
  private final @Nullable LateSdks lateSdks;

  /**
   * @param sdks the SDKs that the agent gives
   * @param hostSdks the SDKs that applications have built, null when they are left alone
   * @param apply the thread of the configuration
   */
  public ApiTakeover(
      Instrumentation instrumentation,
      ApiClassHook classHook,
      AttachedSdks sdks,
      @Nullable HostSdks hostSdks,
      SerialExecutor apply) {
    this.instrumentation = instrumentation;
    this.classHook = classHook;
    this.sdks = sdks;
    this.hostSdks = hostSdks;
    this.lateSdks =
        hostSdks == null
            ? null
            : new LateSdks(instrumentation, hostSdks, new WorkWatch(instrumentation, apply, LOOK));
  }

  /**
   * Starts to patch. The API may be in use already: the agent may have been attached late, or the
   * application may have been faster than the agent's settings.
   */
  public void start() {
    ApiHookSeam.connect(new HookSeamSide(sdks, hostSdks));
    classHook.install(
        new ClassPatchers(
            new GlobalOpenTelemetryPatcher(sdks), hostSdks == null ? null : new HostSdkPatcher()));
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    if (lateSdks != null) {
      lateSdks.find(loaded);
    }
    for (Class<?> type : loaded) {
      if (isGlobal(type)) {
        adopt(type);
      }
    }
  }

  /**
   * Takes everything back: no class is patched any more, and none holds an SDK of the agent. To be
   * called when the hook is no transformer any more. What applications have obtained stays theirs.
   */
  public void stop() {
    ApiHookSeam.disconnect();
    sdks.end();
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    if (lateSdks != null) {
      lateSdks.forget(loaded);
    }
    for (Class<?> type : loaded) {
      if (isGlobal(type)) {
        release(type);
      }
    }
  }

  private static boolean isGlobal(Class<?> type) {
    return type.getName().equals(GLOBAL) && isOfAnApplication(type.getClassLoader());
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

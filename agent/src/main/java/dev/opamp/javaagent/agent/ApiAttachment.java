package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.bootstrap.ApiClassHook;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.telemetry.attach.ApiTakeover;
import dev.opamp.javaagent.telemetry.attach.AttachListener;
import dev.opamp.javaagent.telemetry.attach.AttachRules;
import dev.opamp.javaagent.telemetry.attach.AttachedSdks;
import dev.opamp.javaagent.telemetry.attach.HostSdks;
import dev.opamp.javaagent.telemetry.attach.OwnSdkFactory;
import dev.opamp.javaagent.telemetry.attach.UpstreamAgent;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives applications that have only the OpenTelemetry API an SDK of the agent, and takes control of
 * those that applications have built.
 */
final class ApiAttachment {

  private static final Duration FIRST_READ = Duration.ofSeconds(10);

  private static final String GLOBAL = "io/opentelemetry/api/GlobalOpenTelemetry.class";

  private final AgentClassLoader agent;
  private final Supplier<Map<String, Object>> resource;
  private final AttachListener listener;
  private final Executor builds;
  private final @Nullable HostSdks hostSdks;
  private final SerialExecutor apply;
  private volatile @Nullable ApiTakeover takeover;

  /**
   * @param hostSdks the SDKs that applications have built, null when they are left alone
   * @param apply the thread of the configuration
   */
  ApiAttachment(
      AgentClassLoader agent,
      Supplier<Map<String, Object>> resource,
      AttachListener listener,
      Executor builds,
      @Nullable HostSdks hostSdks,
      SerialExecutor apply) {
    this.agent = agent;
    this.resource = resource;
    this.listener = listener;
    this.builds = builds;
    this.hostSdks = hostSdks;
    this.apply = apply;
  }

  void start(Instrumentation instrumentation, ApiClassHook hook) {
    AttachedSdks sdks =
        new AttachedSdks(
            new AttachRules(UpstreamAgent::isPresent),
            new OwnSdkFactory(agent, resource),
            listener,
            builds,
            FIRST_READ);
    ApiTakeover begun = new ApiTakeover(instrumentation, hook, sdks, hostSdks, apply);
    takeover = begun;
    begun.start();
  }

  /** Takes the SDKs back from the classes of the API, whose hook is no transformer any more. */
  void stop() {
    ApiTakeover begun = takeover;
    if (begun != null) {
      begun.stop();
    }
  }

  /** Whether the application on the class path has the API; loads no class of it. */
  boolean expectsApplication() {
    return ClassLoader.getSystemResource(GLOBAL) != null;
  }
}

package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.bootstrap.ApiClassHook;
import dev.opamp.javaagent.concurrent.AgentThreads;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.telemetry.attach.ApiTakeover;
import dev.opamp.javaagent.telemetry.attach.AttachListener;
import dev.opamp.javaagent.telemetry.attach.AttachRules;
import dev.opamp.javaagent.telemetry.attach.AttachedSdks;
import dev.opamp.javaagent.telemetry.attach.HostSdkFactory;
import dev.opamp.javaagent.telemetry.attach.HostSdkListener;
import dev.opamp.javaagent.telemetry.attach.HostSdks;
import dev.opamp.javaagent.telemetry.attach.OwnSdkFactory;
import dev.opamp.javaagent.telemetry.attach.UpstreamAgent;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives applications that have only the OpenTelemetry API an SDK of the agent, and takes control of
 * those that applications have built.
 */
final class ApiAttachment {

  private static final Duration FIRST_READ = Duration.ofSeconds(10);

  /** How long an application that builds an SDK waits for a configuration to be in force in it. */
  private static final Duration ADOPTION = Duration.ofSeconds(2);

  private static final String GLOBAL = "io/opentelemetry/api/GlobalOpenTelemetry.class";

  private final AgentClassLoader agent;
  private final Supplier<Map<String, Object>> resource;
  private final AttachListener listener;
  private final HostSdkListener hostListener;
  private final Executor builds;
  private final SerialExecutor apply;
  private final BooleanSupplier configured;
  private volatile @Nullable ApiTakeover takeover;

  ApiAttachment(
      AgentClassLoader agent,
      Supplier<Map<String, Object>> resource,
      AttachListener listener,
      HostSdkListener hostListener,
      Executor builds,
      SerialExecutor apply,
      BooleanSupplier configured) {
    this.agent = agent;
    this.resource = resource;
    this.listener = listener;
    this.hostListener = hostListener;
    this.builds = builds;
    this.apply = apply;
    this.configured = configured;
  }

  void start(Instrumentation instrumentation, ApiClassHook hook) {
    AttachedSdks sdks =
        new AttachedSdks(
            new AttachRules(UpstreamAgent::isPresent),
            new OwnSdkFactory(agent, resource),
            listener,
            builds,
            FIRST_READ);
    HostSdkFactory factory =
        new HostSdkFactory(agent, apply, task -> AgentThreads.newThread("aside", task).start());
    HostSdks hostSdks = new HostSdks(factory, hostListener, apply, configured, ADOPTION);
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

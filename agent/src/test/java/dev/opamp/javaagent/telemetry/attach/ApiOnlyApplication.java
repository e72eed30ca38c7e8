package dev.opamp.javaagent.telemetry.attach;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import java.util.function.Function;

/**
 * An application that has the OpenTelemetry API only. It is defined in a loader of its own, and
 * driven by one word.
 */
public final class ApiOnlyApplication implements Function<String, Object> {

  private final OpenTelemetry own = OpenTelemetry.propagating(ContextPropagators.noop());

  @Override
  public Object apply(String command) {
    switch (command) {
      case "get":
        return GlobalOpenTelemetry.get();
      case "getOrNoop":
        return GlobalOpenTelemetry.getOrNoop();
      case "isSet":
        return GlobalOpenTelemetry.isSet();
      case "noop":
        return OpenTelemetry.noop();
      case "set own":
        GlobalOpenTelemetry.set(own);
        return own;
      case "set own by supplier":
        GlobalOpenTelemetry.set(() -> own);
        return own;
      case "set noop":
        GlobalOpenTelemetry.set(OpenTelemetry.noop());
        return OpenTelemetry.noop();
      case "reset":
        GlobalOpenTelemetry.resetForTest();
        return "";
      case "tracer provider":
        return GlobalOpenTelemetry.get().getTracerProvider();
      default:
        GlobalOpenTelemetry.getTracer("app").spanBuilder(command).startSpan().end();
        return "";
    }
  }
}

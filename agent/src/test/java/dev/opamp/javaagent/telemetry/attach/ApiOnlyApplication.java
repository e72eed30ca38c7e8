package dev.opamp.javaagent.telemetry.attach;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import java.lang.reflect.Field;
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
        return getOrNoop();
      case "isSet":
        return isSet();
      case "noop":
        return OpenTelemetry.noop();
      case "set own":
        GlobalOpenTelemetry.set(own);
        return own;
      case "set own by supplier":
        setBySupplier();
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

  // What an older API does not have, the application finds out without asking the API.

  private static boolean isSet() {
    try {
      return GlobalOpenTelemetry.isSet();
    } catch (NoSuchMethodError e) {
      return instance() != null;
    }
  }

  private static OpenTelemetry getOrNoop() {
    try {
      return GlobalOpenTelemetry.getOrNoop();
    } catch (NoSuchMethodError e) {
      OpenTelemetry instance = instance();
      return instance == null ? OpenTelemetry.noop() : instance;
    }
  }

  private void setBySupplier() {
    try {
      GlobalOpenTelemetry.set(() -> own);
    } catch (NoSuchMethodError e) {
      GlobalOpenTelemetry.set(own);
    }
  }

  private static OpenTelemetry instance() {
    try {
      Field field = GlobalOpenTelemetry.class.getDeclaredField("globalOpenTelemetry");
      field.setAccessible(true);
      return (OpenTelemetry) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("GlobalOpenTelemetry", e);
    }
  }
}

package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.function.Supplier;

/**
 * {@code MatrixApp VARIANT SERVICE PROTOCOL ENDPOINT LOGS}: an application that comes to its
 * OpenTelemetry in one of four ways, and works until it is ended.
 */
public final class MatrixApp {

  private MatrixApp() {}

  /** Starts. */
  public static void main(String[] args) {
    Destination destination =
        new Destination(args[1], args[2], args[3], Boolean.parseBoolean(args[4]));
    new Rounds(destination.service(), source(args[0], destination), destination.logs()).start();
  }

  private static Supplier<OpenTelemetry> source(String variant, Destination destination) {
    return switch (variant) {
      case "global" -> {
        BuiltSdk.build(destination, true);
        yield GlobalOpenTelemetry::get;
      }
      case "local" -> {
        OpenTelemetry sdk = BuiltSdk.build(destination, false);
        yield () -> sdk;
      }
      case "auto" -> {
        OpenTelemetry sdk = AutoSdk.initialize();
        yield () -> sdk;
      }
      case "api" -> GlobalOpenTelemetry::get;
      default -> throw new IllegalArgumentException(variant);
    };
  }
}

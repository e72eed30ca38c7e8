package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;

/** An SDK that is made from the environment. */
final class AutoSdk {

  private AutoSdk() {}

  /** Returns it; it is the global one too. */
  static OpenTelemetry initialize() {
    return AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk();
  }
}

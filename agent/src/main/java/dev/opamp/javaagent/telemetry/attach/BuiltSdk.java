package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.config.SdkTarget;

/** An SDK for one application: the side for the configuration and the side for the application. */
public final class BuiltSdk {

  private final SdkTarget target;
  private final Object openTelemetry;

  /**
   * @param openTelemetry implements {@code OpenTelemetry} of the application's class loader
   */
  public BuiltSdk(SdkTarget target, Object openTelemetry) {
    this.target = target;
    this.openTelemetry = openTelemetry;
  }

  public SdkTarget target() {
    return target;
  }

  public Object openTelemetry() {
    return openTelemetry;
  }
}

package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The context in which one part is built.
 *
 * <p>Built-in processors report about themselves to the given meter provider. Exporters see no
 * configuration of their own telemetry and therefore stay silent, where their default would be the
 * application's {@code GlobalOpenTelemetry}.
 */
final class PartContext extends DeclarativeConfigContext {

  private final MeterProvider telemetry;

  PartContext(
      ComponentLoader loader,
      DeclarativeConfigurationBuilder customizers,
      MeterProvider telemetry) {
    super(loader);
    this.telemetry = telemetry;
    setBuilder(customizers);
  }

  @Override
  public void setInternalTelemetry(
      Consumer<Supplier<MeterProvider>> meterProviderSetter,
      Consumer<InternalTelemetryVersion> versionSetter) {
    meterProviderSetter.accept(() -> telemetry);
    versionSetter.accept(InternalTelemetryVersion.LATEST);
  }

  /** Closes what was built before a failure, which also carries the failures to close. */
  void closeAll(Throwable failure) {
    for (Closeable closeable : getCloseables()) {
      try {
        closeable.close();
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }
}

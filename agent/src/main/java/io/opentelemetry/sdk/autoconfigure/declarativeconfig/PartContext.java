package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The context in which one part is built.
 *
 * <p>Built-in processors report about themselves to the given meter provider, if any. Exporters see
 * no configuration of their own telemetry and therefore stay silent, where their default would be
 * the application's {@code GlobalOpenTelemetry}.
 */
final class PartContext extends DeclarativeConfigContext {

  private final @Nullable MeterProvider telemetry;
  private final Class<?> wrappedType;
  private final UnaryOperator<Object> wrapper;

  /**
   * Wraps exporters here, because the library's own customizers close what they replace.
   *
   * @param telemetry null when the part is to stay silent about itself
   * @param type the type of the components to wrap
   */
  <E> PartContext(
      ComponentLoader loader,
      @Nullable MeterProvider telemetry,
      Class<E> type,
      UnaryOperator<E> wrapper) {
    super(loader);
    this.telemetry = telemetry;
    this.wrappedType = type;
    this.wrapper = component -> wrapper.apply(type.cast(component));
    setBuilder(new DeclarativeConfigurationBuilder());
  }

  @Override
  <T> T loadComponent(Class<T> type, ConfigKeyValue configKeyValue) {
    T component = super.loadComponent(type, configKeyValue);
    return type == wrappedType ? type.cast(wrapper.apply(component)) : component;
  }

  @Override
  public void setInternalTelemetry(
      Consumer<Supplier<MeterProvider>> meterProviderSetter,
      Consumer<InternalTelemetryVersion> versionSetter) {
    if (telemetry == null) {
      super.setInternalTelemetry(meterProviderSetter, versionSetter);
    } else {
      meterProviderSetter.accept(() -> telemetry);
      versionSetter.accept(InternalTelemetryVersion.LATEST);
    }
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

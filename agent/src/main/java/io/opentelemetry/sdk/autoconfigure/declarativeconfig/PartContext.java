package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  private @Nullable String serviceName;

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
    T component =
        type == Sampler.class
            ? type.cast(sampler(configKeyValue))
            : super.loadComponent(type, configKeyValue);
    if (component instanceof Sampler || component instanceof MetricReader) {
      addCloseable((Closeable) component);
    }
    return type == wrappedType ? type.cast(wrapper.apply(component)) : component;
  }

  private Sampler sampler(ConfigKeyValue document) {
    switch (document.getKey()) {
      case RemoteSampler.NAME:
        return RemoteSampler.build(document.getValue(), serviceName, this);
      case RecordingSampler.NAME:
        return RecordingSampler.build(document.getValue(), this);
      default:
        return super.loadComponent(Sampler.class, document);
    }
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

  /** Tells samplers what service they are for. */
  PartContext forService(@Nullable String name) {
    serviceName = name;
    return this;
  }

  /** The samplers that came from providers so far. */
  List<Sampler> loadedSamplers() {
    List<Sampler> samplers = new ArrayList<>();
    for (Closeable closeable : getCloseables()) {
      if (closeable instanceof Sampler) {
        samplers.add((Sampler) closeable);
      }
    }
    return samplers;
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

package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.AttributeLimitsModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.CardinalityLimitsModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.IdGeneratorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.LogRecordLimitsModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.LogRecordProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.LoggerProviderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.MeterProviderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.MetricReaderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.OpenTelemetryConfigurationModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.PeriodicMetricReaderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.PropagatorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.PushMetricExporterModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.ResourceModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.SamplerModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.SpanLimitsModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.SpanProcessorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.TracerProviderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.ViewModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalLoggerConfiguratorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalMeterConfiguratorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalTracerConfiguratorModel;
import io.opentelemetry.sdk.common.internal.ScopeConfigurator;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.internal.LoggerConfig;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.CardinalityLimitSelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.internal.MeterConfig;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.internal.TracerConfig;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds single parts of an SDK from sub-documents of the declarative configuration.
 *
 * <p>It lives in the library's package because the library offers whole SDKs only and keeps the
 * factories of the parts to itself. A part that fails to build leaves nothing behind: what was
 * built on the way is closed. Failures are runtime exceptions whose messages may quote the
 * document.
 */
public final class DeclarativeComponents {

  private final ComponentLoader loader;

  /**
   * @param loader where exporters, propagators and detectors are looked up
   */
  public DeclarativeComponents(ComponentLoader loader) {
    this.loader = loader;
  }

  /**
   * Checks that a whole document maps to the model.
   *
   * @throws ModelMismatchException naming the first key that does not
   */
  public void check(Map<String, Object> document) {
    ModelMapping.convert(document, OpenTelemetryConfigurationModel.class);
  }

  /**
   * Builds a sampler, which closes those within it.
   *
   * @param serviceName the service that strategies are asked for, if any is known
   */
  public Sampler sampler(@Nullable Object document, @Nullable String serviceName) {
    PartContext context = context().forService(serviceName);
    Sampler sampler = build(SamplerFactory.getInstance(), document, SamplerModel.class, context);
    return ClosingSampler.of(sampler, context.loadedSamplers());
  }

  /**
   * Builds a span processor with its exporter.
   *
   * @param telemetry receives the processor's own metrics in the current semantic conventions
   */
  public SpanProcessor spanProcessor(
      @Nullable Object document, UnaryOperator<SpanExporter> wrapper, MeterProvider telemetry) {
    PartContext context = new PartContext(loader, telemetry, SpanExporter.class, wrapper);
    return build(SpanProcessorFactory.getInstance(), document, SpanProcessorModel.class, context);
  }

  /** Builds a log record processor with its exporter; see {@link #spanProcessor}. */
  public LogRecordProcessor logRecordProcessor(
      @Nullable Object document,
      UnaryOperator<LogRecordExporter> wrapper,
      MeterProvider telemetry) {
    PartContext context = new PartContext(loader, telemetry, LogRecordExporter.class, wrapper);
    return build(
        LogRecordProcessorFactory.getInstance(), document, LogRecordProcessorModel.class, context);
  }

  /**
   * Builds the exporter of a periodic metric reader.
   *
   * @param reader the sub-document of the reader
   */
  public MetricExporter metricExporter(@Nullable Object reader) {
    PushMetricExporterModel model = periodic(reader).getExporter();
    PartContext context = context();
    try {
      return MetricExporterFactory.getInstance()
          .create(FileConfigUtil.requireNonNull(model, "periodic metric reader exporter"), context);
    } catch (RuntimeException | Error e) {
      context.closeAll(e);
      throw e;
    }
  }

  /**
   * Builds the cardinality limits of a reader, those of the specification where it says nothing.
   *
   * @param limits the sub-document of the limits
   */
  public CardinalityLimitSelector cardinalityLimits(@Nullable Object limits) {
    return limits == null
        ? CardinalityLimitSelector.defaultCardinalityLimitSelector()
        : build(
            CardinalityLimitsFactory.getInstance(),
            limits,
            CardinalityLimitsModel.class,
            context());
  }

  private static PeriodicMetricReaderModel periodic(@Nullable Object reader) {
    return FileConfigUtil.requireNonNull(
        ModelMapping.convert(reader, MetricReaderModel.class).getPeriodic(), "periodic reader");
  }

  /** Builds a view and registers it. */
  public void view(@Nullable Object document, SdkMeterProviderBuilder into) {
    ViewModel model = ModelMapping.convert(document, ViewModel.class);
    PartContext context = context();
    into.registerView(
        InstrumentSelectorFactory.getInstance()
            .create(FileConfigUtil.requireNonNull(model.getSelector(), "selector"), context),
        ViewFactory.getInstance()
            .create(FileConfigUtil.requireNonNull(model.getStream(), "stream"), context));
  }

  /**
   * Builds the limits of spans.
   *
   * @param general the document's {@code attribute_limits}
   * @param specific the tracer provider's {@code limits}
   */
  public SpanLimits spanLimits(@Nullable Object general, @Nullable Object specific) {
    return SpanLimitsFactory.getInstance()
        .create(
            SpanLimitsAndAttributeLimits.create(
                ModelMapping.convertOrNull(general, AttributeLimitsModel.class),
                ModelMapping.convertOrNull(specific, SpanLimitsModel.class)),
            context());
  }

  /**
   * Builds the limits of log records.
   *
   * @param general the document's {@code attribute_limits}
   * @param specific the logger provider's {@code limits}
   */
  public LogLimits logLimits(@Nullable Object general, @Nullable Object specific) {
    return LogLimitsFactory.getInstance()
        .create(
            LogRecordLimitsAndAttributeLimits.create(
                ModelMapping.convertOrNull(general, AttributeLimitsModel.class),
                ModelMapping.convertOrNull(specific, LogRecordLimitsModel.class)),
            context());
  }

  public IdGenerator idGenerator(@Nullable Object document) {
    return build(IdGeneratorFactory.getInstance(), document, IdGeneratorModel.class, context());
  }

  /** Builds what says which tracers are on. */
  public ScopeConfigurator<TracerConfig> tracerConfigurator(@Nullable Object document) {
    return ScopeConfigurators.tracers(
        ModelMapping.convert(document, ExperimentalTracerConfiguratorModel.class));
  }

  /** Builds what says which loggers are on, and from which severity. */
  public ScopeConfigurator<LoggerConfig> loggerConfigurator(@Nullable Object document) {
    return ScopeConfigurators.loggers(
        ModelMapping.convert(document, ExperimentalLoggerConfiguratorModel.class));
  }

  /** Returns a builder with what a document without any key means. */
  public SdkTracerProviderBuilder tracerProvider() {
    return TracerProviderFactory.getInstance()
        .create(
            TracerProviderAndAttributeLimits.create(null, new TracerProviderModel()), context());
  }

  /** Returns a builder with what a document without any key means. */
  public SdkLoggerProviderBuilder loggerProvider() {
    return LoggerProviderFactory.getInstance()
        .create(
            LoggerProviderAndAttributeLimits.create(null, new LoggerProviderModel()), context());
  }

  public SdkMeterProviderBuilder meterProvider(Map<String, Object> document) {
    return build(MeterProviderFactory.getInstance(), document, MeterProviderModel.class, context());
  }

  /** Returns which meters are enabled, to be set on a provider that is in force. */
  public ScopeConfigurator<MeterConfig> meterConfigurator(@Nullable Object document) {
    return ScopeConfigurators.meters(
        ModelMapping.convert(document, ExperimentalMeterConfiguratorModel.class));
  }

  /** Builds a Resource on top of the SDK's default one. */
  public Resource resource(Map<String, Object> document) {
    return build(ResourceFactory.getInstance(), document, ResourceModel.class, context());
  }

  public ContextPropagators propagators(@Nullable Object document) {
    return build(PropagatorFactory.getInstance(), document, PropagatorModel.class, context());
  }

  private PartContext context() {
    return new PartContext(loader, null, Object.class, UnaryOperator.identity());
  }

  private static <M, R> R build(
      Factory<M, R> factory, @Nullable Object document, Class<M> type, PartContext context) {
    M model = ModelMapping.convert(document, type);
    try {
      return factory.create(model, context);
    } catch (RuntimeException | Error e) {
      context.closeAll(e);
      throw e;
    }
  }
}

package dev.opamp.javaagent.testing.benchmarks.cost;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.function.Supplier;

/** Makes {@code noop:} a component that a document can name. */
abstract class NoopProviders<T> implements ComponentProvider {

  private final Class<T> type;
  private final Supplier<T> create;

  NoopProviders(Class<T> type, Supplier<T> create) {
    this.type = type;
    this.create = create;
  }

  @Override
  public final Class<T> getType() {
    return type;
  }

  @Override
  public final String getName() {
    return "noop";
  }

  @Override
  public final T create(DeclarativeConfigProperties config) {
    return create.get();
  }

  /** Found by the service loader, as are the others. */
  public static final class SpanProcessors extends NoopProviders<SpanProcessor> {
    public SpanProcessors() {
      super(SpanProcessor.class, Noop.Spans::new);
    }
  }

  /** Processes log records in no way. */
  public static final class LogRecordProcessors extends NoopProviders<LogRecordProcessor> {
    public LogRecordProcessors() {
      super(LogRecordProcessor.class, Noop.LogRecords::new);
    }
  }

  /** Exports metrics nowhere. */
  public static final class MetricExporters extends NoopProviders<MetricExporter> {
    public MetricExporters() {
      super(MetricExporter.class, Noop.MetricExport::new);
    }
  }
}

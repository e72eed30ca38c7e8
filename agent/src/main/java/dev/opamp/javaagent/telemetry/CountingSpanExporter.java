package dev.opamp.javaagent.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Counts what an exporter delivered and what it did not. */
final class CountingSpanExporter implements SpanExporter {

  private final SpanExporter delegate;
  private final PipelineStats stats;

  CountingSpanExporter(SpanExporter delegate, PipelineStats stats) {
    this.delegate = delegate;
    this.stats = stats;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int items = spans.size();
    try {
      return stats.track(items, delegate.export(spans));
    } catch (RuntimeException | Error e) {
      stats.threw(items, e);
      throw e;
    }
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return delegate.shutdown();
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}

package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reports how each export of spans ends, and marks what runs in it. */
final class WatchedSpanExporter implements SpanExporter {

  private final SpanExporter delegate;
  private final ExportOutcomes outcomes;
  private final ExportThreads threads;
  private final AtomicBoolean closed = new AtomicBoolean();

  WatchedSpanExporter(SpanExporter delegate, ExportOutcomes outcomes, ExportThreads threads) {
    this.delegate = delegate;
    this.outcomes = outcomes;
    this.threads = threads;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    return threads.exporting(() -> outcomes.watch(OwnSignal.TRACES, count, delegate.export(spans)));
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  /** Who is cut off is shut down before its provider does it again. */
  @Override
  public CompletableResultCode shutdown() {
    return closed.compareAndSet(false, true)
        ? delegate.shutdown()
        : CompletableResultCode.ofSuccess();
  }
}

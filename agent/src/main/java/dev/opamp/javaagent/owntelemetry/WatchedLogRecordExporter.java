package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;

/** Reports how each export of log records ends, and marks what runs in it. */
final class WatchedLogRecordExporter implements LogRecordExporter {

  private final LogRecordExporter delegate;
  private final ExportOutcomes outcomes;
  private final ExportThreads threads;

  WatchedLogRecordExporter(
      LogRecordExporter delegate, ExportOutcomes outcomes, ExportThreads threads) {
    this.delegate = delegate;
    this.outcomes = outcomes;
    this.threads = threads;
  }

  @Override
  public CompletableResultCode export(Collection<LogRecordData> records) {
    int count = records.size();
    return threads.exporting(() -> outcomes.watch(OwnSignal.LOGS, count, delegate.export(records)));
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return delegate.shutdown();
  }
}

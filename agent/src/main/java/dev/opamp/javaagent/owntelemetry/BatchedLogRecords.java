package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.data.LogRecordData;

/** Exports log records in batches. */
final class BatchedLogRecords implements LogRecordProcessor {

  private final TimedBatch<LogRecordData> batch;

  BatchedLogRecords(TimedBatch<LogRecordData> batch) {
    this.batch = batch;
  }

  @Override
  public void onEmit(Context context, ReadWriteLogRecord record) {
    batch.add(record.toLogRecordData());
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batch.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return batch.shutdown();
  }
}

package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;

/** A log record processor whose thread starts with the first record. */
final class LateLogRecordProcessor implements LogRecordProcessor {

  private final Late<LogRecordProcessor> processor;

  LateLogRecordProcessor(Late<LogRecordProcessor> processor) {
    this.processor = processor;
  }

  @Override
  public void onEmit(Context context, ReadWriteLogRecord record) {
    LogRecordProcessor made = processor.get();
    if (made != null) {
      made.onEmit(context, record);
    }
  }

  @Override
  public CompletableResultCode forceFlush() {
    return processor.ifMade(LogRecordProcessor::forceFlush);
  }

  @Override
  public CompletableResultCode shutdown() {
    return processor.end(LogRecordProcessor::shutdown);
  }
}

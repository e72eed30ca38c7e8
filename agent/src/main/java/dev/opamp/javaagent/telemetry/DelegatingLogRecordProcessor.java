package dev.opamp.javaagent.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;

/** The one log record processor of every generation of logger providers. */
final class DelegatingLogRecordProcessor implements LogRecordProcessor {

  private volatile LogRecordProcessor delegate = LogRecordProcessor.composite();

  void switchTo(LogRecordProcessor next) {
    delegate = next;
  }

  @Override
  public void onEmit(Context context, ReadWriteLogRecord logRecord) {
    delegate.onEmit(context, logRecord);
  }
}

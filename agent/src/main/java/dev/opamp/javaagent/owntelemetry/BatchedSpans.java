package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

/** Exports spans in batches. */
final class BatchedSpans implements SpanProcessor {

  private final TimedBatch<SpanData> batch;

  BatchedSpans(TimedBatch<SpanData> batch) {
    this.batch = batch;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    batch.add(span.toSpanData());
  }

  @Override
  public boolean isEndRequired() {
    return true;
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

package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** A span processor whose thread starts with the first span: most agents never have one. */
final class LateSpanProcessor implements SpanProcessor {

  private final Late<SpanProcessor> processor;

  LateSpanProcessor(Late<SpanProcessor> processor) {
    this.processor = processor;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    SpanProcessor made = processor.get();
    if (made != null) {
      made.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return processor.ifMade(SpanProcessor::forceFlush);
  }

  @Override
  public CompletableResultCode shutdown() {
    return processor.end(SpanProcessor::shutdown);
  }
}

package dev.opamp.javaagent.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;

/**
 * The one span processor every generation of tracer providers is built with, so that a span ends in
 * the pipeline in force at that moment, wherever it was started. Closing it does nothing.
 */
final class DelegatingSpanProcessor implements ExtendedSpanProcessor {

  private volatile SpanProcessor delegate = SpanProcessor.composite();

  void switchTo(SpanProcessor next) {
    delegate = next;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    SpanProcessor processor = delegate;
    if (processor.isStartRequired()) {
      processor.onStart(parentContext, span);
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    SpanProcessor processor = delegate;
    if (processor.isEndRequired()) {
      processor.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public void onEnding(ReadWriteSpan span) {
    SpanProcessor processor = delegate;
    if (processor instanceof ExtendedSpanProcessor) {
      ((ExtendedSpanProcessor) processor).onEnding(span);
    }
  }

  @Override
  public boolean isOnEndingRequired() {
    SpanProcessor processor = delegate;
    return processor instanceof ExtendedSpanProcessor
        && ((ExtendedSpanProcessor) processor).isOnEndingRequired();
  }
}

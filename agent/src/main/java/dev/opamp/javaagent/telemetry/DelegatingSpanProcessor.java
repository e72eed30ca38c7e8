package dev.opamp.javaagent.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import org.jspecify.annotations.Nullable;

/**
 * The one span processor every generation of tracer providers is built with, so that a span ends in
 * the pipeline in force at that moment, wherever it was started. Closing it does nothing.
 *
 * <p>Spans ask what is required before each call, so the answers are those of the pipeline in force
 * and nothing more is called than without this class. Between question and call the pipeline may be
 * another one, hence the second look.
 */
final class DelegatingSpanProcessor implements ExtendedSpanProcessor {

  private volatile Delegate delegate = new Delegate(SpanProcessor.composite());

  void switchTo(SpanProcessor next) {
    delegate = new Delegate(next);
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    SpanProcessor processor = delegate.processor;
    if (processor.isStartRequired()) {
      processor.onStart(parentContext, span);
    }
  }

  @Override
  public boolean isStartRequired() {
    return delegate.processor.isStartRequired();
  }

  @Override
  public void onEnd(ReadableSpan span) {
    SpanProcessor processor = delegate.processor;
    if (processor.isEndRequired()) {
      processor.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return delegate.processor.isEndRequired();
  }

  @Override
  public void onEnding(ReadWriteSpan span) {
    ExtendedSpanProcessor processor = delegate.ending;
    if (processor != null && processor.isOnEndingRequired()) {
      processor.onEnding(span);
    }
  }

  @Override
  public boolean isOnEndingRequired() {
    ExtendedSpanProcessor processor = delegate.ending;
    return processor != null && processor.isOnEndingRequired();
  }

  /** A processor whose type is looked at once and not with each span. */
  private static final class Delegate {
    private final SpanProcessor processor;
    private final @Nullable ExtendedSpanProcessor ending;

    Delegate(SpanProcessor processor) {
      this.processor = processor;
      this.ending =
          processor instanceof ExtendedSpanProcessor ? (ExtendedSpanProcessor) processor : null;
    }
  }
}

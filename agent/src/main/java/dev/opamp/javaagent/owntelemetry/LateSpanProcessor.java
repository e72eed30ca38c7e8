package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A span processor that is made, with its thread, for the first span: most agents never have one.
 * For spans that end on threads of the agent, as those of the agent do. Thread-safe.
 */
final class LateSpanProcessor implements SpanProcessor {

  private final Supplier<SpanProcessor> make;
  private final Supplier<CompletableResultCode> endWithout;
  private @Nullable SpanProcessor made;
  private boolean ended;

  /**
   * @param endWithout ends what the processor would have ended
   */
  LateSpanProcessor(Supplier<SpanProcessor> make, Supplier<CompletableResultCode> endWithout) {
    this.make = make;
    this.endWithout = endWithout;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    SpanProcessor processor = processor();
    if (processor != null) {
      processor.onEnd(span);
    }
  }

  private synchronized @Nullable SpanProcessor processor() {
    if (made == null && !ended) {
      made = make.get();
    }
    return made;
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public synchronized CompletableResultCode forceFlush() {
    return made == null ? CompletableResultCode.ofSuccess() : made.forceFlush();
  }

  @Override
  public synchronized CompletableResultCode shutdown() {
    ended = true;
    return made == null ? endWithout.get() : made.shutdown();
  }
}

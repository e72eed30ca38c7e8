package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;

/** For SDKs that tell processors of spans which are about to end. */
final class EndingSpanProcessor extends SwitchableSpanProcessor implements ExtendedSpanProcessor {

  EndingSpanProcessor(SpanProcessor own) {
    super(own);
  }

  /** Apart from who asks for it, so that only a call looks for a class that older SDKs lack. */
  static final class Creation {

    private Creation() {}

    static SwitchableSpanProcessor of(SpanProcessor own) {
      return new EndingSpanProcessor(own);
    }
  }

  @Override
  public void onEnding(ReadWriteSpan span) {
    SpanProcessor now = active();
    if (now instanceof ExtendedSpanProcessor
        && ((ExtendedSpanProcessor) now).isOnEndingRequired()) {
      ((ExtendedSpanProcessor) now).onEnding(span);
    }
  }

  @Override
  public boolean isOnEndingRequired() {
    return true;
  }
}

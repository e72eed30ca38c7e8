package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands where the application's span processors stood, from the first offer that asks for others.
 * What the application's processors add to spans goes on; only those that export are replaced.
 *
 * <p>A span that was started before a change and ends after it goes to where spans go then, but for
 * those that were started before this stood here.
 */
class SwitchableSpanProcessor implements SpanProcessor {

  private final SpanProcessor own;
  private final List<SpanProcessor> kept;
  private volatile @Nullable SpanProcessor offered;
  private volatile SpanProcessor active;

  SwitchableSpanProcessor(SpanProcessor own) {
    this.own = own;
    this.kept = OwnPipelines.enriching(own);
    this.active = own;
  }

  /** Returns one that also hears of spans that are about to end, where the SDK tells of those. */
  static SwitchableSpanProcessor of(SpanProcessor own) {
    try {
      return EndingSpanProcessor.Creation.of(own);
    } catch (LinkageError e) {
      return new SwitchableSpanProcessor(own);
    }
  }

  /** Puts processors in force, null for the application's own. */
  void use(@Nullable SpanProcessor exporting) {
    offered = exporting;
    if (exporting == null) {
      active = own;
      return;
    }
    List<SpanProcessor> all = new ArrayList<>(kept);
    all.add(exporting);
    active = SpanProcessor.composite(all);
  }

  /** Those of the application that go on. */
  List<SpanProcessor> kept() {
    return kept;
  }

  SpanProcessor active() {
    return active;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    SpanProcessor now = active;
    if (now.isStartRequired()) {
      now.onStart(parent, span);
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    SpanProcessor now = active;
    if (now.isEndRequired()) {
      now.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    SpanProcessor more = offered;
    return more == null
        ? own.shutdown()
        : CompletableResultCode.ofAll(Arrays.asList(more.shutdown(), own.shutdown()));
  }

  @Override
  public CompletableResultCode forceFlush() {
    SpanProcessor more = offered;
    return more == null
        ? own.forceFlush()
        : CompletableResultCode.ofAll(Arrays.asList(more.forceFlush(), own.forceFlush()));
  }

  @Override
  public String toString() {
    return active.toString();
  }
}

package dev.opamp.javaagent.telemetry.metrics;

import java.util.Collections;
import java.util.List;

/**
 * The callbacks of a provider that was replaced. They stay on it until its last collection, which
 * goes like this: {@link #observe}, then the collection by every reader, then {@link #retire}.
 */
public final class ReplacedCallbacks {

  private final List<CallbackOnMeter> callbacks;

  ReplacedCallbacks(List<CallbackOnMeter> callbacks) {
    this.callbacks = Collections.unmodifiableList(callbacks);
  }

  /** Runs every callback once, for all readers of the replaced provider. */
  public void observe() {
    callbacks.forEach(CallbackOnMeter::observeLast);
  }

  /**
   * Takes the callbacks off the replaced provider. If they were observed, the counters of the
   * provider in force count from there.
   */
  public void retire() {
    callbacks.forEach(CallbackOnMeter::retire);
  }

  /** Takes the callbacks off a provider that never reports them again. */
  public void drop() {
    callbacks.forEach(CallbackOnMeter::drop);
  }
}

package dev.opamp.javaagent.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;

/**
 * A reader of one generation of the meter provider. From {@link #commit} to {@link #sweep} it uses
 * its outlet; from {@link #start} to {@link #suspend} it may collect. Nothing of it blocks.
 */
interface ReaderSlot {

  /** Registers the reader with its cardinality limits. */
  void registerOn(SdkMeterProviderBuilder provider);

  /** Begins to use the outlet. */
  void commit();

  /**
   * Lets the reader collect: the generation before has been collected for the last time.
   *
   * @param since when the generation was put in force, by {@link System#nanoTime}
   */
  void start(long since);

  /** Keeps the reader from collecting from now on; what is under way may end. */
  void suspend();

  /** Lets a suspended reader collect again. */
  void resume();

  /** Delivers no cumulative values from now on. */
  void keepDeltasOnly();

  /** Goes on as planned; only with a plan whose {@link ReaderPlan#fixed} is equal. */
  void follow(ReaderPlan plan);

  /** Collects and delivers. */
  CompletableResultCode flush();

  /** Collects for the last time that matters, suspended or not, and delivers. */
  CompletableResultCode finish();

  /** Delivers what was recorded too late for {@link #finish}, and lets the outlet go. */
  CompletableResultCode sweep();
}

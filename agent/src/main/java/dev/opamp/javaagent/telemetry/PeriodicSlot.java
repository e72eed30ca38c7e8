package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.reader.LiveMetricReader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.CardinalityLimitSelector;

/** A periodic reader of one generation. */
final class PeriodicSlot implements ReaderSlot {

  private final CardinalityLimitSelector limits;
  private final LiveMetricReader reader;

  PeriodicSlot(CardinalityLimitSelector limits, LiveMetricReader reader) {
    this.limits = limits;
    this.reader = reader;
  }

  @Override
  public void registerOn(SdkMeterProviderBuilder provider) {
    provider.registerMetricReader(reader, limits);
  }

  @Override
  public void commit() {
    reader.acquire();
  }

  @Override
  public void start(long since) {
    reader.start(since);
  }

  @Override
  public void suspend() {
    reader.suspend();
  }

  @Override
  public void resume() {
    reader.resume();
  }

  @Override
  public void keepDeltasOnly() {
    reader.keepDeltasOnly();
  }

  @Override
  public void follow(ReaderPlan plan) {
    PeriodicPlan next = (PeriodicPlan) plan;
    reader.follow(next.lane, next.settings);
  }

  @Override
  public CompletableResultCode flush() {
    return reader.forceFlush();
  }

  @Override
  public CompletableResultCode finish() {
    return reader.finish();
  }

  @Override
  public CompletableResultCode sweep() {
    return reader.sweep();
  }
}

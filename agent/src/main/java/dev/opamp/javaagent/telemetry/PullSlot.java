package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.prometheus.ScrapeReader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.CardinalityLimitSelector;

/** A reader of one generation that Prometheus reads from. */
final class PullSlot implements ReaderSlot {

  private final CardinalityLimitSelector limits;
  private final ScrapeReader reader;

  PullSlot(CardinalityLimitSelector limits, ScrapeReader reader) {
    this.limits = limits;
    this.reader = reader;
  }

  @Override
  public void registerOn(SdkMeterProviderBuilder provider) {
    provider.registerMetricReader(reader, limits);
  }

  @Override
  public void commit() {
    // The outlet is its own from the beginning.
  }

  @Override
  public void start(long since) {
    reader.start();
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
    // What is given up has never been served.
  }

  @Override
  public void follow(ReaderPlan plan) {
    PullPlan next = (PullPlan) plan;
    reader.follow(next.outlet, next.settings);
  }

  @Override
  public CompletableResultCode flush() {
    return reader.forceFlush();
  }

  @Override
  public CompletableResultCode finish() {
    reader.finish();
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode sweep() {
    reader.sweep();
    return CompletableResultCode.ofSuccess();
  }
}

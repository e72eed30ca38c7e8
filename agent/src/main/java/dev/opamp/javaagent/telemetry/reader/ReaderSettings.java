package dev.opamp.javaagent.telemetry.reader;

import java.time.Duration;

/** What of a periodic reader can change at any time. Immutable. */
public final class ReaderSettings {

  final Duration interval;
  final Duration timeout;
  final int maxBatchSize;

  /**
   * Creates them.
   *
   * @param interval how often to collect; positive
   * @param timeout how long one export may take; zero for as long as the exporter allows
   * @param maxBatchSize how many points one export may have; positive
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public ReaderSettings(Duration interval, Duration timeout, int maxBatchSize) {
    require(!interval.isNegative() && !interval.isZero(), "interval must be positive");
    require(!timeout.isNegative(), "timeout must not be negative");
    require(maxBatchSize > 0, "max export batch size must be positive");
    this.interval = interval;
    this.timeout = timeout;
    this.maxBatchSize = maxBatchSize;
  }

  /** How often the reader collects. */
  public Duration interval() {
    return interval;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

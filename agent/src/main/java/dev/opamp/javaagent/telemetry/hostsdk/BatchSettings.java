package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** What a document says about a batch processor. */
final class BatchSettings {

  private static final long MAX_QUEUE = 1_000_000;

  private final DocumentNode node;

  private BatchSettings(DocumentNode node) {
    this.node = node;
  }

  static BatchSettings of(DocumentNode node) throws ConfigRejectedException {
    Refusal refusal = new Refusal();
    refusal.unlessIn(
        node,
        "the processors of the application's SDK do not have this",
        "schedule_delay",
        "export_timeout",
        "max_queue_size",
        "max_export_batch_size",
        "exporter");
    refusal.check();
    return new BatchSettings(node);
  }

  void applyTo(
      Consumer<Duration> scheduleDelay,
      Consumer<Duration> exportTimeout,
      IntConsumer maxQueueSize,
      IntConsumer maxExportBatchSize)
      throws ConfigRejectedException {
    number("schedule_delay", millis -> scheduleDelay.accept(Duration.ofMillis(millis)));
    // Not every version knows 0 as "no limit".
    number(
        "export_timeout",
        millis ->
            exportTimeout.accept(
                millis == 0 ? Duration.ofNanos(Long.MAX_VALUE) : Duration.ofMillis(millis)));
    number("max_queue_size", size -> maxQueueSize.accept(bounded(size)));
    number("max_export_batch_size", size -> maxExportBatchSize.accept(bounded(size)));
  }

  /** Queues are allocated at once, in the application's heap. */
  private static int bounded(long size) {
    if (size > MAX_QUEUE) {
      throw new IllegalArgumentException("must be at most " + MAX_QUEUE + " here");
    }
    return (int) size;
  }

  private void number(String key, java.util.function.LongConsumer setter)
      throws ConfigRejectedException {
    Object value = node.child(key).value();
    if (value instanceof Number) {
      try {
        setter.accept(((Number) value).longValue());
      } catch (IllegalArgumentException e) {
        throw Refusal.of(node.child(key), Refusal.reason(e));
      }
    }
  }
}

package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** What a document says about a batch processor. */
final class BatchSettings {

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
    number("export_timeout", millis -> exportTimeout.accept(Duration.ofMillis(millis)));
    number("max_queue_size", size -> maxQueueSize.accept((int) size));
    number("max_export_batch_size", size -> maxExportBatchSize.accept((int) size));
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

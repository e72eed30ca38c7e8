package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ExporterConnection;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A built component, what it was built from, and how to take it out of service.
 *
 * @param <T> the component
 */
final class Part<T> {

  private final @Nullable Object document;
  private final ExporterConnection connection;
  final T component;
  final @Nullable PipelineStats stats;
  private final Supplier<CompletableResultCode> flush;
  private final Supplier<CompletableResultCode> shutdown;
  private final Runnable afterShutdown;

  /**
   * @param node what it was built from
   * @param stats the counts of a pipeline; null for what exports nothing
   * @param afterShutdown runs once the component is closed
   */
  Part(
      DocumentNode node,
      T component,
      @Nullable PipelineStats stats,
      Supplier<CompletableResultCode> flush,
      Supplier<CompletableResultCode> shutdown,
      Runnable afterShutdown) {
    this.document = node.value();
    this.connection = node.connection();
    this.component = component;
    this.stats = stats;
    this.flush = flush;
    this.shutdown = shutdown;
    this.afterShutdown = afterShutdown;
  }

  /** Whether it would be built the same way again. */
  boolean isFrom(DocumentNode node) {
    return node.sameValue(document) && node.connection().equals(connection);
  }

  CompletableResultCode flush() {
    return flush.get();
  }

  CompletableResultCode shutdown() {
    return shutdown.get();
  }

  void afterShutdown() {
    afterShutdown.run();
  }
}

package dev.opamp.javaagent.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A built component, the sub-document it was built from, and how to take it out of service.
 *
 * @param <T> the component
 */
final class Part<T> {

  final @Nullable Object document;
  final T component;
  final @Nullable PipelineStats stats;
  private final Supplier<CompletableResultCode> flush;
  private final Supplier<CompletableResultCode> shutdown;
  private final Runnable afterShutdown;

  /**
   * @param stats the counts of a pipeline; null for what exports nothing
   * @param afterShutdown runs once the component is closed
   */
  Part(
      @Nullable Object document,
      T component,
      @Nullable PipelineStats stats,
      Supplier<CompletableResultCode> flush,
      Supplier<CompletableResultCode> shutdown,
      Runnable afterShutdown) {
    this.document = document;
    this.component = component;
    this.stats = stats;
    this.flush = flush;
    this.shutdown = shutdown;
    this.afterShutdown = afterShutdown;
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

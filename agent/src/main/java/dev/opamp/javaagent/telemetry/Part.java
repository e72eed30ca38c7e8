package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.ExporterConnection;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.Collections;
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
  private final Runnable abandon;
  private final Runnable afterShutdown;

  /**
   * A part that cannot be hurried.
   *
   * @param node what it was built from
   * @param stats the counts of a pipeline; null for what exports nothing
   * @param afterShutdown runs a moment after the component is closed
   */
  Part(
      DocumentNode node,
      T component,
      @Nullable PipelineStats stats,
      Supplier<CompletableResultCode> flush,
      Supplier<CompletableResultCode> shutdown,
      Runnable afterShutdown) {
    this(node, component, stats, flush, shutdown, () -> {}, afterShutdown);
  }

  /**
   * A part that can be told to deliver nothing more.
   *
   * @param node what it was built from
   * @param stats the counts of a pipeline; null for what exports nothing
   * @param abandon makes the exports under way and all later ones fail at once
   * @param afterShutdown runs a moment after the component is closed
   */
  Part(
      DocumentNode node,
      T component,
      @Nullable PipelineStats stats,
      Supplier<CompletableResultCode> flush,
      Supplier<CompletableResultCode> shutdown,
      Runnable abandon,
      Runnable afterShutdown) {
    this.document = node.value();
    this.connection = node.connection();
    this.component = component;
    this.stats = stats;
    this.flush = flush;
    this.shutdown = shutdown;
    this.abandon = abandon;
    this.afterShutdown = afterShutdown;
  }

  /**
   * Closes the component, which was never in force, and returns a part with another one that does
   * nothing, from the same document and with the same counts.
   *
   * @param node what this was built from
   */
  Part<T> replacedBy(T idle, DocumentNode node, RetireThread retirement) {
    retirement.closeUnused(Collections.singletonList(this));
    return new Part<>(
        node,
        idle,
        stats,
        CompletableResultCode::ofSuccess,
        CompletableResultCode::ofSuccess,
        () -> {});
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

  void abandon() {
    abandon.run();
  }

  void afterShutdown() {
    afterShutdown.run();
  }
}

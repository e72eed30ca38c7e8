package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessorBuilder;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;

/** Builds span processors of the application's SDK from a document. */
final class SpanPipelines {

  private SpanPipelines() {}

  static Piece<SpanProcessor> piece(DocumentNode place) throws ConfigRejectedException {
    List<SpanProcessor> built =
        ProcessorList.build(
            place, SpanPipelines::batch, SpanPipelines::simple, SpanProcessor::shutdown);
    SpanProcessor all = SpanProcessor.composite(built);
    Closing closing =
        new Closing() {
          @Override
          public CompletableResultCode flush() {
            return all.forceFlush();
          }

          @Override
          public CompletableResultCode shutdown() {
            return all.shutdown();
          }
        };
    return new Piece<>(all, place, built.isEmpty() ? Closing.NOTHING : closing);
  }

  private static SpanProcessor batch(DocumentNode kind, DocumentNode item)
      throws ConfigRejectedException {
    BatchSettings settings = BatchSettings.of(kind);
    BatchSpanProcessorBuilder builder = BatchSpanProcessor.builder(SpanExporters.build(kind, item));
    settings.applyTo(
        builder::setScheduleDelay,
        builder::setExporterTimeout,
        builder::setMaxQueueSize,
        builder::setMaxExportBatchSize);
    return builder.build();
  }

  private static SpanProcessor simple(DocumentNode kind, DocumentNode item)
      throws ConfigRejectedException {
    return SimpleSpanProcessor.create(SpanExporters.build(kind, item));
  }
}

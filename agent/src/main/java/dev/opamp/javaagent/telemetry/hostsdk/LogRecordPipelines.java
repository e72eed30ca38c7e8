package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessorBuilder;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import java.util.List;

/** Builds log record processors of the application's SDK from a document. */
final class LogRecordPipelines {

  private LogRecordPipelines() {}

  static Piece<LogRecordProcessor> piece(DocumentNode place) throws ConfigRejectedException {
    List<LogRecordProcessor> built =
        ProcessorList.build(
            place,
            LogRecordPipelines::batch,
            LogRecordPipelines::simple,
            LogRecordProcessor::shutdown);
    LogRecordProcessor all = LogRecordProcessor.composite(built);
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

  private static LogRecordProcessor batch(DocumentNode kind, DocumentNode item)
      throws ConfigRejectedException {
    BatchSettings settings = BatchSettings.of(kind);
    BatchLogRecordProcessorBuilder builder =
        BatchLogRecordProcessor.builder(LogRecordExporters.build(kind, item));
    settings.applyTo(
        builder::setScheduleDelay,
        builder::setExporterTimeout,
        builder::setMaxQueueSize,
        builder::setMaxExportBatchSize);
    return builder.build();
  }

  private static LogRecordProcessor simple(DocumentNode kind, DocumentNode item)
      throws ConfigRejectedException {
    return SimpleLogRecordProcessor.create(LogRecordExporters.build(kind, item));
  }
}

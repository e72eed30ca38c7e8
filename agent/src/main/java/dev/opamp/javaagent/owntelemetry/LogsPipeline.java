package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.TelemetryDestination;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Log records of the agent to one destination. */
final class LogsPipeline implements SignalPipeline {

  private final ExecutorService requests;
  private final WatchedLogRecordExporter exporter;
  private final TimedBatch<LogRecordData> batch;
  private final SdkLoggerProvider provider;

  LogsPipeline(
      TelemetryDestination destination,
      Resource resource,
      Duration batchDelay,
      ExportOutcomes outcomes,
      ExportThreads threads) {
    requests = threads.forRequests();
    exporter =
        new WatchedLogRecordExporter(
            OwnExporters.logRecords(destination, requests), outcomes, threads);
    batch =
        new TimedBatch<>(exporter::export, exporter::shutdown, threads.forBatches(), batchDelay);
    provider =
        SdkLoggerProvider.builder()
            .setResource(resource)
            .addLogRecordProcessor(new BatchedLogRecords(batch))
            .build();
  }

  LoggerProvider loggers() {
    return provider;
  }

  @Override
  public void start() {}

  @Override
  public void close() {
    provider.shutdown().join(OwnTelemetry.EXPORT_LIMIT_SECONDS, TimeUnit.SECONDS);
    requests.shutdown();
  }

  @Override
  public void abandon() {
    batch.abandon();
    exporter.shutdown();
    requests.shutdownNow();
  }
}

package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.TelemetryDestination;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Spans of the agent to one destination. */
final class TracesPipeline implements SignalPipeline {

  private final ExecutorService requests;
  private final WatchedSpanExporter exporter;
  private final TimedBatch<SpanData> batch;
  private final SdkTracerProvider provider;

  TracesPipeline(
      TelemetryDestination destination,
      Resource resource,
      Duration batchDelay,
      ExportOutcomes outcomes,
      ExportThreads threads) {
    requests = threads.forRequests();
    exporter =
        new WatchedSpanExporter(OwnExporters.spans(destination, requests), outcomes, threads);
    batch =
        new TimedBatch<>(exporter::export, exporter::shutdown, threads.forBatches(), batchDelay);
    provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setSampler(Sampler.alwaysOn())
            .addSpanProcessor(new BatchedSpans(batch))
            .build();
  }

  Tracer tracer() {
    return provider.get(OwnTelemetry.SCOPE);
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

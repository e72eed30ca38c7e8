package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.TelemetryDestination;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.instrumentation.runtimetelemetry.RuntimeTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Metrics of the process, of the JVM and of the agent to one destination. */
final class MetricsPipeline implements SignalPipeline {

  private final ExecutorService requests;
  private final WatchedMetricExporter exporter;
  private final SdkMeterProvider provider;
  private final List<MetricSource> sources;
  private @Nullable RuntimeTelemetry runtime;

  MetricsPipeline(
      TelemetryDestination destination,
      Resource resource,
      Duration interval,
      List<MetricSource> sources,
      ExportOutcomes outcomes,
      ExportThreads threads) {
    this.sources = sources;
    requests = threads.forRequests();
    exporter = new WatchedMetricExporter(OwnExporters.metrics(destination, requests), outcomes);
    provider =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(
                PeriodicMetricReader.builder(exporter)
                    .setInterval(interval)
                    .setExecutor(threads.forTimer())
                    .build())
            .build();
  }

  @Override
  public synchronized void start() {
    Meter meter = provider.get(OwnTelemetry.SCOPE);
    sources.forEach(source -> source.register(meter));
    runtime =
        RuntimeTelemetry.create(OpenTelemetrySdk.builder().setMeterProvider(provider).build());
  }

  @Override
  public synchronized void close() {
    provider.shutdown().join(OwnTelemetry.EXPORT_LIMIT_SECONDS, TimeUnit.SECONDS);
    if (runtime != null) {
      runtime.close();
      runtime = null;
    }
    requests.shutdown();
  }

  @Override
  public void abandon() {
    exporter.shutdown();
    requests.shutdownNow();
  }
}

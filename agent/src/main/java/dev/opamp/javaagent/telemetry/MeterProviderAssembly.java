package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Builds one meter provider with its views and readers, and collects every problem on the way. */
final class MeterProviderAssembly {

  private final DeclarativeComponents components;
  private final RetireThread retirement;
  private final SignalStats stats;
  private final List<PipelineStats> pipelines = new ArrayList<>();
  private final List<Part<MetricReader>> readers = new ArrayList<>();

  MeterProviderAssembly(
      DeclarativeComponents components, RetireThread retirement, SignalStats stats) {
    this.components = components;
    this.retirement = retirement;
    this.stats = stats;
  }

  /**
   * @throws ConfigRejectedException with every problem; what was built is closed then
   */
  MetricsState build(DocumentNode section, Resource resource, Object generation)
      throws ConfigRejectedException {
    PartAssembly assembly = new PartAssembly(retirement);
    Map<String, Object> general = section.only("exemplar_filter", "meter_configurator/development");
    SdkMeterProviderBuilder made =
        assembly.attempt(section, () -> components.meterProvider(general));
    SdkMeterProviderBuilder builder = made == null ? SdkMeterProvider.builder() : made;
    for (DocumentNode view : section.child("views").items()) {
      assembly.attempt(view, () -> view(view, builder));
    }
    for (DocumentNode reader : section.child("readers").items()) {
      assembly.attempt(reader, () -> reader(reader, builder));
    }
    try {
      assembly.finish();
    } catch (ConfigRejectedException e) {
      retirement.closeUnused(readers);
      pipelines.forEach(stats::close);
      throw e;
    }
    SdkMeterProvider provider = builder.setResource(resource).build();
    Part<SdkMeterProvider> part =
        new Part<>(
            section,
            provider,
            null,
            provider::forceFlush,
            provider::shutdown,
            () -> pipelines.forEach(stats::close));
    return new MetricsState(section.map(), Collections.singletonList(part), pipelines, generation);
  }

  private DocumentNode view(DocumentNode view, SdkMeterProviderBuilder builder) {
    components.view(view.value(), builder);
    return view;
  }

  private MetricReader reader(DocumentNode node, SdkMeterProviderBuilder builder) {
    PipelineStats pipeline = stats.open(PipelineLabel.of(node));
    pipelines.add(pipeline);
    MetricReader reader =
        components.metricReader(
            ExportTimeout.bounded(node.with(ConnectedExporters.document(node))),
            exporter ->
                new CountingMetricExporter(
                    ConnectedExporters.metrics(exporter, node.connection()), pipeline),
            builder);
    readers.add(new Part<>(node, reader, pipeline, reader::forceFlush, reader::shutdown, () -> {}));
    return reader;
  }
}

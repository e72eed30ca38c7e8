package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.otlpfile.OtlpFileExporters;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.logging.LoggingMetricExporter;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The types that a document can name: those of the libraries, and the agent's own, which come
 * first.
 */
final class AgentComponents implements ComponentLoader {

  private static final List<AgentComponent<?>> OWN =
      Collections.unmodifiableList(
          Arrays.asList(
              new AgentComponent<>(
                  SpanExporter.class, OtlpFileExporters.NAME, OtlpFileExporters::spans),
              new AgentComponent<>(
                  LogRecordExporter.class, OtlpFileExporters.NAME, OtlpFileExporters::logRecords),
              new AgentComponent<>(
                  MetricExporter.class,
                  OtlpFileExporters.NAME,
                  document ->
                      new SelectingMetricExporter(OtlpFileExporters.metrics(document), document)),
              // The library's own knows neither temporality nor aggregation.
              new AgentComponent<>(
                  MetricExporter.class,
                  "console",
                  document ->
                      new SelectingMetricExporter(LoggingMetricExporter.create(), document))));

  private final ComponentLoader libraries;

  /**
   * @param loader where libraries are looked up
   */
  AgentComponents(ClassLoader loader) {
    this.libraries = ComponentLoader.forClassLoader(loader);
  }

  @Override
  public <T> Iterable<T> load(Class<T> type) {
    if (type != ComponentProvider.class) {
      return libraries.load(type);
    }
    List<ComponentProvider> all = new ArrayList<>(OWN);
    libraries.load(ComponentProvider.class).forEach(found -> addNew(found, all));
    libraries
        .load(ConfigurablePropagatorProvider.class)
        .forEach(found -> addNew(propagator(found), all));
    return all.stream().map(type::cast).collect(Collectors.toList());
  }

  /** Some propagators have a name for variables only. */
  private static ComponentProvider propagator(ConfigurablePropagatorProvider found) {
    ConfigProperties nothing = DefaultConfigProperties.createFromMap(Collections.emptyMap());
    return new AgentComponent<>(
        TextMapPropagator.class, found.getName(), document -> found.getPropagator(nothing));
  }

  private static void addNew(ComponentProvider provider, List<ComponentProvider> all) {
    boolean known =
        all.stream()
            .anyMatch(
                other ->
                    other.getType() == provider.getType()
                        && other.getName().equals(provider.getName()));
    if (!known) {
      all.add(provider);
    }
  }
}

package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporterBuilder;
import io.opentelemetry.sdk.metrics.export.MetricExporter;

/** Builds the application's own OTLP exporters as a document says. */
final class MetricExporters {

  private MetricExporters() {}

  /**
   * @param part the place in whose {@code exporter} the exporter stands
   * @param top the item of the list that it belongs to, where its connection is found
   */
  static MetricExporter build(DocumentNode part, DocumentNode top) throws ConfigRejectedException {
    ExporterChoice choice = ExporterChoice.of(part.child("exporter"));
    OtlpSettings settings =
        OtlpSettings.of(
            choice.node(), top, "temporality_preference", "default_histogram_aggregation");
    try {
      return choice.isHttp() ? http(settings) : grpc(settings);
    } catch (NoClassDefFoundError e) {
      throw choice.missing(e);
    }
  }

  private static MetricExporter http(OtlpSettings settings) throws ConfigRejectedException {
    OtlpHttpMetricExporterBuilder builder = OtlpHttpMetricExporter.builder();
    settings.applyTo(
        builder::setEndpoint,
        builder::addHeader,
        builder::setCompression,
        builder::setTimeout,
        builder::setTrustedCertificates,
        builder::setClientTls,
        (context, trust) -> builder.setSslContext(context, trust));
    return builder.build();
  }

  private static MetricExporter grpc(OtlpSettings settings) throws ConfigRejectedException {
    OtlpGrpcMetricExporterBuilder builder = OtlpGrpcMetricExporter.builder();
    settings.applyTo(
        builder::setEndpoint,
        builder::addHeader,
        builder::setCompression,
        builder::setTimeout,
        builder::setTrustedCertificates,
        builder::setClientTls,
        (context, trust) -> builder.setSslContext(context, trust));
    return builder.build();
  }
}

package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Builds the application's own OTLP exporters as a document says. */
final class SpanExporters {

  private SpanExporters() {}

  /**
   * @param part the place in whose {@code exporter} the exporter stands
   * @param top the item of the list that it belongs to, where its connection is found
   */
  static SpanExporter build(DocumentNode part, DocumentNode top) throws ConfigRejectedException {
    ExporterChoice choice = ExporterChoice.of(part.child("exporter"));
    OtlpSettings settings = OtlpSettings.of(choice.node(), top);
    try {
      return choice.isHttp() ? http(settings) : grpc(settings);
    } catch (NoClassDefFoundError e) {
      throw choice.missing(e);
    }
  }

  private static SpanExporter http(OtlpSettings settings) throws ConfigRejectedException {
    OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder();
    settings.applyTo(
        builder::setEndpoint,
        builder::addHeader,
        builder::setCompression,
        builder::setTimeout,
        builder::setTrustedCertificates,
        builder::setClientTls,
        (context, trust) -> builder.setSslContext(context, trust));
    // Its own would be that of GlobalOpenTelemetry, which nobody may set any more once it is asked.
    return builder.setMeterProvider(MeterProvider.noop()).build();
  }

  private static SpanExporter grpc(OtlpSettings settings) throws ConfigRejectedException {
    OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder();
    settings.applyTo(
        builder::setEndpoint,
        builder::addHeader,
        builder::setCompression,
        builder::setTimeout,
        builder::setTrustedCertificates,
        builder::setClientTls,
        (context, trust) -> builder.setSslContext(context, trust));
    // Its own would be that of GlobalOpenTelemetry, which nobody may set any more once it is asked.
    return builder.setMeterProvider(MeterProvider.noop()).build();
  }
}

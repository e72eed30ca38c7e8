package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.OpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;

/** The logs of {@link BuiltSdk}; a class of its own, because 1.20 could not load it. */
final class BuiltLogs {

  private BuiltLogs() {}

  static void addTo(OpenTelemetrySdkBuilder sdk, Destination destination, Resource resource) {
    sdk.setLoggerProvider(
        SdkLoggerProvider.builder()
            .setResource(resource)
            .addLogRecordProcessor(
                BatchLogRecordProcessor.builder(exporter(destination))
                    .setScheduleDelay(BuiltSdk.DELAY)
                    .build())
            .build());
  }

  static void close(OpenTelemetrySdk sdk) {
    sdk.getSdkLoggerProvider().close();
  }

  private static LogRecordExporter exporter(Destination destination) {
    return destination.grpc()
        ? OtlpGrpcLogRecordExporter.builder()
            .setEndpoint(destination.endpoint())
            .addHeader(Destination.KEY_HEADER, Destination.KEY)
            .build()
        : OtlpHttpLogRecordExporter.builder()
            .setEndpoint(destination.endpoint() + "/v1/logs")
            .addHeader(Destination.KEY_HEADER, Destination.KEY)
            .build();
  }
}

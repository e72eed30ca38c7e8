package dev.opamp.javaagent.telemetry.prometheus;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.config.OpenMetrics2Properties;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetrics2TextFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Metrics in the formats of Prometheus. The library's own choice of formats would read system
 * properties and a file of the host; this is that choice with defaults.
 */
final class Exposition {

  private final Supplier<MetricSnapshots> metrics;
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics;

  /**
   * @param suffixes whether names follow the conventions that the first OpenMetrics insists on
   */
  Exposition(Supplier<MetricSnapshots> metrics, boolean suffixes) {
    this.metrics = metrics;
    this.openMetrics = suffixes ? OpenMetricsTextFormatWriter.create() : openMetrics2();
  }

  private static ExpositionFormatWriter openMetrics2() {
    return OpenMetrics2TextFormatWriter.builder()
        .setOpenMetrics2Properties(OpenMetrics2Properties.builder().enabled(true).build())
        .build();
  }

  ScrapeAnswer answer(ScrapeRequest request) {
    String accept = request.header("accept");
    ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : text;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, metrics.get(), escaping(accept));
    } catch (IOException e) {
      throw new IllegalStateException("metrics cannot be written", e);
    }
    return new ScrapeAnswer("200 OK", writer.getContentType(), body.toByteArray());
  }

  private static EscapingScheme escaping(@Nullable String accept) {
    try {
      return EscapingScheme.fromAcceptHeader(accept);
    } catch (IllegalArgumentException e) {
      return EscapingScheme.UNDERSCORE_ESCAPING;
    }
  }
}

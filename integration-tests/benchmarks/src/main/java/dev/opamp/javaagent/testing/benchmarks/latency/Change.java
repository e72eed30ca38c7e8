package dev.opamp.javaagent.testing.benchmarks.latency;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Kinds of changes that are timed, in the order of a round. */
enum Change {
  SAMPLER("sampler: ratio", "parameter"),
  PROCESSOR("span processor: delay of the batch", "part"),
  INTERVAL("metric reader: interval", "parameter"),
  METRIC_EXPORTER("metric reader: timeout of the exporter", "part"),
  VIEWS("metrics: a view", "generation"),
  RESOURCE("resource: an attribute", "generation"),
  WHOLE("all of these at once", "all"),
  REVERT("configuration removed", "all"),
  AGAIN("configuration offered over the start-up document", "all");

  /** Those with a value of their own in the document. */
  private static final List<Change> SINGLE =
      List.of(SAMPLER, PROCESSOR, INTERVAL, METRIC_EXPORTER, VIEWS, RESOURCE);

  private final String label;
  private final String swap;

  Change(String label, String swap) {
    this.label = label;
    this.swap = swap;
  }

  String label() {
    return label;
  }

  /** What is exchanged: a parameter, a part, a generation, or all of them. */
  String swap() {
    return swap;
  }

  /** Makes this change in the values that a document is written with. */
  void applyTo(Map<Change, Integer> values) {
    if (this == WHOLE) {
      SINGLE.forEach(single -> values.merge(single, 1, Integer::sum));
    } else if (SINGLE.contains(this)) {
      values.merge(this, 1, Integer::sum);
    }
  }

  /** A document of three signals with these values. */
  static String document(Map<Change, Integer> values, String endpoint) {
    return String.format(
        Locale.ROOT,
        """
        file_format: "1.0"
        resource:
          attributes:
            - name: soak.round
              value: round-%d
        tracer_provider:
          sampler:
            parent_based:
              root:
                trace_id_ratio_based:
                  ratio: %.4f
          processors:
            - batch:
                schedule_delay: %d
                max_queue_size: 20000
                exporter: {otlp_http: {endpoint: %s/v1/traces}}
        meter_provider:
          readers:
            - periodic:
                interval: %d
                exporter: {otlp_http: {endpoint: %s/v1/metrics, timeout: %d}}
          views:
            - selector: {instrument_name: soak.requests}
              stream: {description: requests %d}
        logger_provider:
          processors:
            - batch:
                max_queue_size: 20000
                exporter: {otlp_http: {endpoint: %s/v1/logs}}
        """,
        value(values, RESOURCE),
        0.1 + value(values, SAMPLER) * 0.001,
        200 + value(values, PROCESSOR),
        endpoint,
        1000 + value(values, INTERVAL),
        endpoint,
        20_000 + value(values, METRIC_EXPORTER),
        value(values, VIEWS),
        endpoint);
  }

  private static int value(Map<Change, Integer> values, Change change) {
    return values.getOrDefault(change, 0);
  }
}

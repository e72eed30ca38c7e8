package dev.opamp.javaagent.testing.suites.documents;

import static dev.opamp.javaagent.testing.suites.documents.Checks.both;
import static dev.opamp.javaagent.testing.suites.documents.SpanSeen.all;
import static dev.opamp.javaagent.testing.suites.documents.SpanSeen.none;
import static dev.opamp.javaagent.testing.suites.documents.SpanSeen.recorded;
import static dev.opamp.javaagent.testing.suites.documents.SpanSeen.share;

import java.util.List;
import java.util.stream.Stream;

/** Every sampler, seen by what share of which spans arrives. */
final class SamplerRows {

  private SamplerRows() {}

  static List<Row> rows() {
    return Stream.of(ofTheLanguage(), composites(), others()).flatMap(List::stream).toList();
  }

  private static List<Row> ofTheLanguage() {
    return List.of(
        sampler("always_off", "always_off:", both(none(""), none("parent=remote-sampled"))),
        sampler("always_on", "always_on: {}", both(all(""), all("parent=local-unsampled"))),
        sampler(
            "a quarter by trace ID",
            "trace_id_ratio_based: {ratio: 0.25}",
            both(share(0.25, ""), share(0.25, "parent=remote-sampled"))),
        sampler("every trace ID", "trace_id_ratio_based: {ratio: 1}", all("")),
        sampler(
            "a quarter by randomness", "probability/development: {ratio: 0.25}", share(0.25, "")),
        sampler(
            "parent_based, root alone",
            "parent_based: {root: {always_off: }}",
            both(none(""), all("parent=remote-sampled"), none("parent=local-unsampled"))),
        sampler(
            "parent_based, each parent against its flag",
            """
            parent_based:
              root: {trace_id_ratio_based: {ratio: 0.5}}
              remote_parent_sampled: {always_off: }
              remote_parent_not_sampled: {always_on: }
              local_parent_sampled: {always_off: }
              local_parent_not_sampled: {always_on: }
            """,
            both(
                share(0.5, ""),
                none("parent=remote-sampled"),
                all("parent=remote-unsampled"),
                none("parent=local-sampled"),
                all("parent=local-unsampled"))));
  }

  private static List<Row> composites() {
    return List.of(
        sampler("composite, always_off", "composite/development: {always_off: }", none("")),
        sampler("composite, always_on", "composite/development: {always_on: }", all("")),
        sampler(
            "composite, a quarter",
            "composite/development: {probability: {ratio: 0.25}}",
            share(0.25, "")),
        sampler(
            "composite, as the parent says",
            "composite/development: {parent_threshold: {root: {probability: {ratio: 0.25}}}}",
            both(share(0.25, ""), all("parent=remote-sampled"), none("parent=remote-unsampled"))),
        sampler(
            "rules by attribute values",
            BY_VALUES,
            both(
                none("attribute=http.route:/healthz"),
                none("attribute=http.route:/livez"),
                all("attribute=http.route:/hello"),
                all(""))),
        sampler(
            "rules by attribute patterns",
            BY_PATTERNS,
            both(
                none("attribute=http.path:/internal/status"),
                all("attribute=http.path:/internal/special/status"),
                all("attribute=http.path:/hello"))),
        sampler(
            "rules by kind of span",
            BY_KIND,
            both(
                none("kind=CLIENT"),
                none("kind=PRODUCER"),
                share(0.5, "kind=SERVER"),
                all("kind=CONSUMER"),
                all("kind=INTERNAL"))),
        sampler(
            "rules by parent",
            BY_PARENT,
            both(none(""), share(0.5, "parent=remote-sampled"), all("parent=local-unsampled"))));
  }

  private static List<Row> others() {
    return List.of(
        sampler("jaeger_remote", JAEGER, SpanSeen.sampledInTheEnd()),
        sampler(
            "always_record",
            "always_record: {root: {parent_based: {root: {always_off: }}}}",
            both(recorded(""), none(""), all("parent=remote-sampled"))));
  }

  private static final String BY_VALUES =
      """
      composite/development:
        rule_based:
          rules:
            - attribute_values: {key: http.route, values: [/healthz, /livez]}
              sampler: {always_off: }
            - sampler: {always_on: }
      """;

  private static final String BY_PATTERNS =
      """
      composite/development:
        rule_based:
          rules:
            - attribute_patterns:
                key: http.path
                included: [/internal/*]
                excluded: [/internal/special/*]
              sampler: {always_off: }
            - sampler: {always_on: }
      """;

  private static final String BY_KIND =
      """
      composite/development:
        rule_based:
          rules:
            - span_kinds: [client, producer]
              sampler: {always_off: }
            - span_kinds: [server]
              sampler: {probability: {ratio: 0.5}}
            - sampler: {always_on: }
      """;

  private static final String BY_PARENT =
      """
      composite/development:
        rule_based:
          rules:
            - parent: [none]
              sampler: {always_off: }
            - parent: [remote]
              sampler: {probability: {ratio: 0.5}}
            - parent: [local]
              sampler: {always_on: }
      """;

  private static final String JAEGER =
      """
      jaeger_remote/development:
        endpoint: @grpc@
        interval: 100
        initial_sampler: {always_off: }
      """;

  private static Row sampler(String name, String sampler, Row.Check seen) {
    return Row.applied(
        "sampler: " + name, "tracer_provider:\n  sampler:\n" + sampler.strip().indent(4), seen);
  }
}

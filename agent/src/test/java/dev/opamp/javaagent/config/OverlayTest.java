package dev.opamp.javaagent.config;

import static dev.opamp.javaagent.config.Documents.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayTest {

  private static final String STARTUP =
      """
      file_format: "1.0"
      attribute_limits: {attribute_count_limit: 10}
      resource: {attributes_list: "service.name=a", attributes: [{name: x, value: 1}]}
      tracer_provider:
        limits: {event_count_limit: 1, link_count_limit: 2}
        sampler: {parent_based: {root: {always_on: }}}
        processors: [{batch: {exporter: {otlp_http: {endpoint: "https://h", headers: [{name: k, value: secret}]}}}}]
      """;

  private final Overlay overlay = new Overlay(Schema.shipped());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maps merge by key | {tracer_provider: {limits: {link_count_limit: 7}}} | limits | {event_count_limit: 1, link_count_limit: 7}",
        "null removes | {tracer_provider: {limits: {link_count_limit: }}} | limits | {event_count_limit: 1}",
        "choice is replaced whole | {tracer_provider: {sampler: {parent_based: {remote_parent_sampled: {always_off: }}}}} | sampler | {parent_based: {remote_parent_sampled: {always_off: }}}",
        "null in a choice is a value | {tracer_provider: {sampler: {always_off: }}} | sampler | {always_off: }",
        "null of an option is left out | {tracer_provider: {sampler: {trace_id_ratio_based: {ratio: }}}} | sampler | {trace_id_ratio_based: {}}",
        "list is replaced whole | {tracer_provider: {processors: [{simple: {exporter: {console: }}}]}} | processors | [{simple: {exporter: {console: }}}]",
      })
  void laysOverByTheRule(String rule, String over, String key, String expected) {
    Map<String, Object> effective = overlay.apply(tree(STARTUP), tree(over));
    assertThat(Trees.mapAt(effective, "tracer_provider").get(key))
        .as(rule)
        .isEqualTo(tree("v: " + expected).get("v"));
  }

  @Test
  void startUpCredentialsAreNotCarriedToAnotherEndpoint() {
    Map<String, Object> effective =
        overlay.apply(
            tree(STARTUP),
            tree(
                "tracer_provider: {processors: [{batch: {exporter: {otlp_http: {endpoint:"
                    + " 'https://other'}}}}]}"));
    assertThat(effective.toString()).contains("https://other").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{tracer_provider: }",
        "{tracer_provider: {sampler: {always_off: }}}",
        "{resource: {attributes: [], attributes_list: }, disabled: true}",
        "{meter_provider: {readers: []}, log_level: warn}",
        "{file_format: '1.1', attribute_limits: {attribute_count_limit: 1}}"
      })
  void takingTheOfferAwayGivesTheStartUpDocumentBack(String offer) {
    Map<String, Object> startup = overlay.withoutNulls(tree(STARTUP));
    Map<String, Object> kept = Trees.copy(startup);
    Map<String, Object> once = overlay.apply(startup, tree(offer));
    assertThat(overlay.apply(startup, tree(offer))).isEqualTo(once);
    assertThat(overlay.apply(startup, Map.of())).isEqualTo(kept);
    assertThat(startup).isEqualTo(kept);
  }

  @Test
  void removalInAFirstFileSurvivesUntilItMeetsTheStartUpDocument() {
    Map<String, Object> offer =
        overlay.combine(
            tree("tracer_provider: {limits: {link_count_limit: }}"), tree("disabled: true"));
    Map<String, Object> effective = overlay.apply(tree(STARTUP), offer);
    assertThat(Trees.mapAt(Trees.mapAt(effective, "tracer_provider"), "limits"))
        .containsOnlyKeys("event_count_limit");
  }
}

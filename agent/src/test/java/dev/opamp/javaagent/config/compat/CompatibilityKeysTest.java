package dev.opamp.javaagent.config.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each key alone and together: the part of a document it becomes, or why it does not. */
class CompatibilityKeysTest {

  private static final Map<String, Object> BATCH =
      Map.of("batch", Map.of("exporter", Map.of("console", Map.of())));

  private static final Map<String, Object> BRIDGE =
      Map.of("event_to_span_event_bridge/development", Map.of());

  private static final Map<String, Object> EXPORTING =
      Map.of(
          "tracer_provider",
          Map.of("processors", List.of(BATCH)),
          "meter_provider",
          Map.of("readers", List.of(Map.of("periodic", Map.of("exporter", Map.of())))),
          "logger_provider",
          Map.of("processors", List.of(BATCH)));

  private static final Map<String, Object> SILENT =
      Map.of(
          "tracer_provider", Map.of("processors", List.of()),
          "meter_provider", Map.of(),
          "logger_provider", Map.of("processors", List.of()));

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("sampling_rate", "0.25", sampler(0.25)),
        Arguments.of("sampling_rate", " 0 ", sampler(0)),
        Arguments.of("sampling_rate", "1", sampler(1)),
        Arguments.of("sampling_rate", "1.0", sampler(1)),
        Arguments.of("sampling_rate", ".5", sampler(0.5)),
        Arguments.of("sampling_rate", "1e-3", sampler(0.001)),
        Arguments.of("sampling_rate", 0.25, sampler(0.25)),
        Arguments.of("sampling_rate", 1L, sampler(1)),
        Arguments.of("send_traces", "true", Map.of()),
        Arguments.of("send_metrics", "TRUE", Map.of()),
        Arguments.of("send_logs", true, Map.of()),
        Arguments.of(
            "send_traces", "false", Map.of("tracer_provider", Map.of("processors", List.of()))),
        Arguments.of(
            "send_metrics", "False", Map.of("meter_provider", Map.of("readers", List.of()))),
        Arguments.of(
            "send_logs", false, Map.of("logger_provider", Map.of("processors", List.of()))),
        Arguments.of("deactivate_instrumentations", "", Map.of()),
        Arguments.of("deactivate_instrumentations", " , ", Map.of()),
        Arguments.of(
            "deactivate_instrumentations",
            "tomcat",
            scopes("io.opentelemetry.tomcat", "io.opentelemetry.tomcat-*")),
        Arguments.of(
            "deactivate_instrumentations",
            "tomcat-7.0, jdbc*",
            scopes(
                "io.opentelemetry.tomcat-7.0",
                "io.opentelemetry.tomcat-7.0-*",
                "io.opentelemetry.jdbc*")),
        Arguments.of("deactivate_all_instrumentations", "false", Map.of()),
        Arguments.of("deactivate_all_instrumentations", "true", scopes("io.opentelemetry.*")),
        Arguments.of("infer_spans", "false", Map.of()),
        Arguments.of("opamp_polling_interval", "30s", Map.of()),
        Arguments.of("logging_level", "debug", Map.of("log_level", "debug")),
        Arguments.of("logging_level", "Fatal", Map.of("log_level", "fatal")));
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("changes")
  void keyBecomesThisPartOfADocument(String key, Object value, Map<String, Object> tree) {
    Translation translation = elastic(EXPORTING, key, value);
    assertThat(messages(translation)).isEmpty();
    assertThat(translation.tree()).isEqualTo(tree);
  }

  static Stream<Arguments> refusals() {
    String rate = "must be a number from 0 to 1";
    String truth = "must be true or false";
    String duration = "must be a duration such as 30s, 1m or 1m30s";
    String bounds = "must be at least 1s and at most 24h";
    String level = "must be one of trace, debug, info, warn, error, fatal, off";
    String names =
        "must be names of instrumentations, separated by commas: letters, digits, '.', '_', '-',"
            + " and '*' for any characters";
    return Stream.of(
        Arguments.of("sampling_rate", "", rate),
        Arguments.of("sampling_rate", "half", rate),
        Arguments.of("sampling_rate", "50%", rate),
        Arguments.of("sampling_rate", "1.01", rate),
        Arguments.of("sampling_rate", "-0.1", rate),
        Arguments.of("sampling_rate", "NaN", rate),
        Arguments.of("sampling_rate", "Infinity", rate),
        Arguments.of("sampling_rate", "0x1p-1", rate),
        Arguments.of("sampling_rate", "0.5f", rate),
        Arguments.of("sampling_rate", "1e999", rate),
        Arguments.of("sampling_rate", Map.of("ratio", 0.5), "must be a text"),
        Arguments.of("sampling_rate", List.of(0.5), "must be a text"),
        Arguments.of("send_traces", "yes", truth),
        Arguments.of("send_metrics", "", truth),
        Arguments.of("send_logs", "0", truth),
        Arguments.of("deactivate_all_instrumentations", "all", truth),
        Arguments.of("infer_spans", "maybe", truth),
        Arguments.of("infer_spans", "true", "cannot be honoured: this agent infers no spans"),
        Arguments.of("deactivate_instrumentations", "tomcat;jetty", names),
        Arguments.of("deactivate_instrumentations", "tom cat", names),
        Arguments.of("deactivate_instrumentations", "tomcat?", names),
        Arguments.of(
            "deactivate_instrumentations",
            "a,".repeat(101),
            "must not name more than 100 instrumentations"),
        Arguments.of(
            "deactivate_instrumentations",
            "jdbc,logback-appender-1.0",
            "cannot be honoured for logback-appender: its records carry the names of the"
                + " application's loggers; use send_logs"),
        Arguments.of("logging_level", "", level),
        Arguments.of("logging_level", "verbose", level),
        Arguments.of("opamp_polling_interval", "30", duration),
        Arguments.of("opamp_polling_interval", "-30s", duration),
        Arguments.of("opamp_polling_interval", "PT30S", duration),
        Arguments.of("opamp_polling_interval", "1s".repeat(1000), duration),
        Arguments.of("opamp_polling_interval", "999ms", bounds),
        Arguments.of("opamp_polling_interval", "0s", bounds),
        Arguments.of("opamp_polling_interval", "24h1s", bounds),
        Arguments.of(
            "transaction_sample_rate",
            "0.5",
            "is not known; known here: sampling_rate, send_traces, send_metrics, send_logs,"
                + " deactivate_instrumentations, deactivate_all_instrumentations, logging_level,"
                + " opamp_polling_interval, infer_spans"));
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("refusals")
  void keyIsRefusedWithAReasonAndChangesNothing(String key, Object value, String reason) {
    Translation translation = elastic(EXPORTING, key, value);
    assertThat(messages(translation)).containsExactly("elastic." + key + ": " + reason);
    assertThat(translation.tree()).isEmpty();
    assertThat(translation.logLevel()).isEmpty();
    assertThat(translation.pollInterval()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1s,1", "30s,30", "1m,60", "1m30s,90", "1500ms,1.5", "24h,86400"})
  void pollingIntervalIsADurationForTheAgent(String text, double seconds) {
    Translation translation = elastic(Map.of(), "opamp_polling_interval", text);
    assertThat(translation.problems()).isEmpty();
    assertThat(translation.pollInterval()).isEqualTo(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  @Test
  void levelOffIsSaidToTheAgentForNoDocumentCan() {
    Translation translation = elastic(Map.of(), "logging_level", "off");
    assertThat(translation.logLevel()).isEqualTo("off");
    assertThat(translation.tree()).containsOnlyKeys("log_level").containsEntry("log_level", null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"send_traces", "send_metrics", "send_logs"})
  void sendingIsRefusedWhereNothingIsExported(String key) {
    String reason =
        key
            + ": cannot be honoured: the configuration it is laid over exports none of them, and"
            + " this key does not say where to";
    assertThat(messages(elastic(SILENT, key, "true"))).containsExactly("elastic." + reason);
    assertThat(messages(elastic(Map.of(), key, "true"))).containsExactly("elastic." + reason);
    assertThat(elastic(SILENT, key, "false").problems()).isEmpty();
  }

  @Test
  void whatDoesNotExportGoesOnAndIsNotTakenForSending() {
    Map<String, Object> both =
        Map.of("logger_provider", Map.of("processors", List.of(BRIDGE, BATCH)));
    assertThat(elastic(both, "send_logs", "false").tree())
        .isEqualTo(Map.of("logger_provider", Map.of("processors", List.of(BRIDGE))));
    Map<String, Object> silent = Map.of("logger_provider", Map.of("processors", List.of(BRIDGE)));
    assertThat(elastic(silent, "send_logs", "true").problems()).hasSize(1);
  }

  @Test
  void noProviderIsInvented() {
    Translation translation =
        elastic(
            Map.of(),
            "send_traces",
            "false",
            "deactivate_instrumentations",
            "tomcat",
            "sampling_rate",
            "0.5");
    assertThat(translation.tree()).isEmpty();
    assertThat(messages(translation))
        .containsExactly(
            "elastic.sampling_rate: cannot be honoured: the configuration it is laid over has no"
                + " tracer_provider");
  }

  @Test
  void disabledScopesComeBeforeThoseOfTheDocumentBelow() {
    Map<String, Object> tomcat =
        Map.of("name", "io.opentelemetry.tomcat*", "config", Map.of("enabled", true));
    Map<String, Object> below =
        Map.of(
            "tracer_provider",
            Map.of("tracer_configurator/development", Map.of("tracers", List.of(tomcat))));
    assertThat(elastic(below, "deactivate_all_instrumentations", "true").tree())
        .isEqualTo(
            Map.of(
                "tracer_provider",
                Map.of(
                    "tracer_configurator/development",
                    Map.of("tracers", List.of(disabled("io.opentelemetry.*"), tomcat)))));
  }

  @Test
  void keysAreTranslatedTogether() {
    Translation translation =
        elastic(
            Map.of("tracer_provider", Map.of("processors", List.of(BATCH))),
            "sampling_rate",
            "0.5",
            "send_traces",
            "false",
            "deactivate_instrumentations",
            "jdbc*",
            "deactivate_all_instrumentations",
            "true",
            "bad",
            "1");
    assertThat(translation.tree())
        .isEqualTo(
            Map.of(
                "tracer_provider",
                Map.of(
                    "sampler",
                    Map.of("parent_based", Map.of("root", ratio(0.5))),
                    "processors",
                    List.of(),
                    "tracer_configurator/development",
                    Map.of(
                        "tracers",
                        List.of(
                            disabled("io.opentelemetry.jdbc*"), disabled("io.opentelemetry.*"))))));
    assertThat(translation.problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a scalar", "a list"})
  void documentsThatAreWrongBelowDoNoHarm(String kind) {
    Object node = kind.equals("a list") ? List.of(1) : "text";
    Map<String, Object> below = Map.of("tracer_provider", node, "logger_provider", node);
    assertThat(messages(elastic(below, "send_traces", "true"))).hasSize(1);
    assertThat(elastic(below, "send_logs", "false").tree()).isEmpty();
  }

  static Stream<Arguments> policies() {
    return Stream.of(
        Arguments.of("sampling_rate", "0.5", 0.5),
        Arguments.of("sampling-rate", 0.5, 0.5),
        Arguments.of("trace_rate", "1", 1),
        Arguments.of("traceid_ratio", 0L, 0),
        Arguments.of("sampling_rate", Map.of("ratio", 0.25), 0.25),
        Arguments.of("trace-sampling", Map.of("probability", "0.25"), 0.25),
        Arguments.of("trace-sampling", Map.of("percentage", 25L), 0.25),
        Arguments.of("trace-sampling", 25L, 0.25),
        Arguments.of("trace-sampling", "100", 1),
        Arguments.of("trace-sampling", "0", 0));
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("policies")
  void policyBecomesASampler(String key, Object value, double ratio) {
    Translation translation = policy(Map.of(key, value));
    assertThat(messages(translation)).isEmpty();
    assertThat(translation.tree()).isEqualTo(sampler(ratio));
  }

  static Stream<Arguments> refusedPolicies() {
    String rate = "must be a number from 0 to 1";
    String shape = "must be a number, or one of ratio, probability, percentage";
    return Stream.of(
        Arguments.of("sampling_rate", "", rate),
        Arguments.of("sampling_rate", "50", rate),
        Arguments.of("sampling_rate", true, "must be a number"),
        Arguments.of("sampling_rate", List.of(0.5), "must be a number"),
        Arguments.of("sampling_rate", Map.of(), shape),
        Arguments.of("sampling_rate", Map.of("rate", 0.5), shape),
        Arguments.of("sampling_rate", Map.of("ratio", 5), rate),
        Arguments.of("trace-sampling", "101", "must be a number from 0 to 100"),
        Arguments.of(
            "trace-sampling",
            "0.5",
            "may be a ratio or a percentage; use sampling_rate, or an object with ratio or"
                + " percentage"),
        Arguments.of(
            "id",
            "trace-sampling",
            "cannot be honoured: a policy with a match of its own; only a key with a value can"),
        Arguments.of(
            "log_rate",
            "0.5",
            "is not known; known here: sampling_rate, sampling-rate, trace_rate, traceid_ratio,"
                + " trace-sampling"));
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("refusedPolicies")
  void policyIsRefusedAndSamplingStaysAsItIs(String key, Object value, String reason) {
    Translation translation = policy(Map.of(key, value));
    assertThat(messages(translation)).containsExactly("vendor." + key + ": " + reason);
    assertThat(translation.tree()).isEmpty();
  }

  @Test
  void noPolicyIsRefused() {
    assertThat(messages(policy(Map.of()))).containsExactly("vendor: holds no policy");
  }

  @Test
  void samplingRateSaidTwiceIsRefused() {
    Map<String, Object> twice = new LinkedHashMap<>();
    twice.put("sampling_rate", 0.5);
    twice.put("trace_rate", 0.6);
    assertThat(messages(policy(twice)))
        .containsExactly(
            "vendor.trace_rate: says again what sampling_rate says: the sampling rate");
  }

  @Test
  void elasticCountsMoreThanAPolicy() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("elastic", Map.of("sampling_rate", "0.1"));
    keys.put("vendor", Map.of("sampling_rate", "0.9"));
    assertThat(CompatibilityKeys.translate(keys, EXPORTING).tree()).isEqualTo(sampler(0.1));
  }

  private static Translation elastic(Map<String, Object> below, Object... pairs) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((String) pairs[i], pairs[i + 1]);
    }
    return CompatibilityKeys.translate(Map.of("elastic", values), below);
  }

  private static Translation policy(Map<String, Object> values) {
    return CompatibilityKeys.translate(Map.of("vendor", values), EXPORTING);
  }

  private static List<String> messages(Translation translation) {
    return translation.problems().stream()
        .map(problem -> problem.path() + ": " + problem.reason())
        .collect(Collectors.toList());
  }

  private static Map<String, Object> sampler(double ratio) {
    return Map.of(
        "tracer_provider", Map.of("sampler", Map.of("parent_based", Map.of("root", ratio(ratio)))));
  }

  private static Map<String, Object> ratio(double ratio) {
    return Map.of("trace_id_ratio_based", Map.of("ratio", ratio));
  }

  private static Map<String, Object> scopes(String... globs) {
    List<Object> list =
        Stream.of(globs).map(CompatibilityKeysTest::disabled).collect(Collectors.toList());
    return Map.of(
        "tracer_provider", Map.of("tracer_configurator/development", Map.of("tracers", list)),
        "meter_provider", Map.of("meter_configurator/development", Map.of("meters", list)),
        "logger_provider", Map.of("logger_configurator/development", Map.of("loggers", list)));
  }

  private static Map<String, Object> disabled(String glob) {
    return Map.of("name", glob, "config", Map.of("enabled", false));
  }
}

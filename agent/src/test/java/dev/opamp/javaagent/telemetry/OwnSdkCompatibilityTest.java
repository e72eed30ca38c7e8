package dev.opamp.javaagent.telemetry;

import static dev.opamp.javaagent.telemetry.OwnSdkFixture.logs;
import static dev.opamp.javaagent.telemetry.OwnSdkFixture.metrics;
import static dev.opamp.javaagent.telemetry.OwnSdkFixture.traces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.config.SdkDocument;
import dev.opamp.javaagent.config.compat.CompatibilityKeys;
import dev.opamp.javaagent.config.compat.Translation;
import io.opentelemetry.api.trace.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the translation of compatibility keys does to a running SDK. */
@Timeout(60)
class OwnSdkCompatibilityTest {

  private static final List<String> SCOPES =
      List.of(
          "io.opentelemetry.tomcat",
          "io.opentelemetry.tomcat-7.0",
          "io.opentelemetry.tomcatalike",
          "io.opentelemetry.jdbc",
          "app");

  /** The number of the field in OTLP. */
  private static final int EVENT_NAME = 12;

  private OwnSdkFixture sdk;
  private Map<String, Object> startUp;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture();
    startUp = Yaml.document(traces("{always_on: }", sdk.a) + metrics(sdk.a) + logs(sdk.a));
    apply(Map.of());
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  @Test
  void deactivatedInstrumentationIsSilentInAllSignalsAndComesBack() throws Exception {
    assertThat(recorded("before")).containsExactlyInAnyOrderElementsOf(SCOPES);
    apply(Map.of("deactivate_instrumentations", "tomcat"));
    assertThat(recorded("during"))
        .containsExactlyInAnyOrder("app", "io.opentelemetry.jdbc", "io.opentelemetry.tomcatalike");
    apply(Map.of());
    assertThat(recorded("after")).containsExactlyInAnyOrderElementsOf(SCOPES);
  }

  @Test
  void allInstrumentationsDeactivatedLeaveTheApplicationsOwnTelemetry() throws Exception {
    apply(Map.of("deactivate_all_instrumentations", "true"));
    assertThat(recorded("during")).containsExactly("app");
  }

  @Test
  void tracesThatAreNotSentAreStillSampledAndHaveAContext() throws Exception {
    apply(Map.of("send_traces", "false", "sampling_rate", "1"));
    Span span = sdk.tracer().spanBuilder("unsent").startSpan();
    assertThat(span.getSpanContext().isValid()).isTrue();
    assertThat(span.getSpanContext().isSampled()).isTrue();
    span.end();
    apply(Map.of("send_traces", "false", "sampling_rate", "0"));
    Span dropped = sdk.tracer().spanBuilder("unsent").startSpan();
    assertThat(dropped.getSpanContext().isValid()).isTrue();
    assertThat(dropped.getSpanContext().isSampled()).isFalse();
    apply(Map.of("sampling_rate", "1"));
    sdk.spans(sdk.tracer(), "sent", 1);
    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spanNames()).containsExactly("sent");
  }

  private void apply(Map<String, Object> keys) throws Exception {
    Translation translation = CompatibilityKeys.translate(Map.of("elastic", keys), startUp);
    assertThat(translation.problems()).isEmpty();
    Map<String, Object> document = new LinkedHashMap<>(startUp);
    translation
        .tree()
        .forEach(
            (provider, part) -> {
              Map<String, Object> merged = new LinkedHashMap<>(map(startUp.get(provider)));
              merged.putAll(map(part));
              document.put(provider, merged);
            });
    var change = sdk.target.prepare(SdkDocument.of(document));
    change.commit();
    change.retireReplaced();
  }

  /**
   * Makes a span, a count and a record in each scope, and returns the scopes that arrive, provided
   * that they are the same for all signals. The phase tells them from what others left behind.
   */
  private List<String> recorded(String phase) {
    for (String scope : SCOPES) {
      String name = phase + "/" + scope;
      sdk.spans(sdk.openTelemetry.getTracer(scope), name, 1);
      sdk.openTelemetry.getMeter(scope).counterBuilder(name).build().add(1);
      sdk.openTelemetry.getLogsBridge().get(scope).logRecordBuilder().setEventName(name).emit();
    }
    assertThat(sdk.flush()).isTrue();
    List<String> spans = scopes(phase, sdk.a.spanNames());
    assertThat(scopes(phase, sdk.a.metricNames())).containsExactlyInAnyOrderElementsOf(spans);
    assertThat(scopes(phase, sdk.a.logRecords().stream().map(log -> log.text(EVENT_NAME)).toList()))
        .containsExactlyInAnyOrderElementsOf(spans);
    return spans;
  }

  private static List<String> scopes(String phase, List<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(phase))
        .map(name -> name.substring(phase.length() + 1))
        .distinct()
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }
}

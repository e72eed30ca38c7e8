package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK that stands in while no application has the API: it proves documents, and idles. */
@Timeout(30)
class ProvingSdkTest {

  private static final String ALL_SIGNALS =
      """
      file_format: "1.0"
      tracer_provider:
        processors: [{batch: {exporter: {otlp_http: {endpoint: "http://localhost:1/v1/traces"}}}}]
      meter_provider:
        readers: [{periodic: {interval: 50, exporter: {otlp_http: {endpoint: "http://localhost:1/v1/metrics"}}}}]
      logger_provider:
        processors: [{batch: {exporter: {otlp_http: {endpoint: "http://localhost:1/v1/logs"}}}}]
      """;

  private final OwnSdkTarget sdk = OwnSdkTarget.unused("own", Map.of());

  @AfterEach
  void close() {
    sdk.close(1_000);
  }

  private void apply(String document) throws ConfigRejectedException {
    PreparedChange change = sdk.prepare(SdkDocument.of(Yaml.document(document)));
    change.commit();
    change.retireReplaced();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("Batch.*|opamp-agent-(metrics|export).*"))
        .collect(Collectors.toSet());
  }

  @Test
  void keepsNoThreadForWhatIsInForce() throws Exception {
    Set<Thread> before = threads();
    apply(ALL_SIGNALS);
    assertThat(sdk.inForce().tree()).containsKeys("tracer_provider", "meter_provider");
    assertThat(sdk.stats().get("traces").toString()).contains("batch");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> before.containsAll(threads()));
    assertThat(sdk.flush(1_000)).isTrue();
    assertThat(sdk.close(1_000)).isTrue();
  }

  @Test
  void refusesWhatCannotBeBuilt() throws Exception {
    apply(ALL_SIGNALS);
    String missing = ALL_SIGNALS.replace("batch: {exporter", "batch: {max_queue_size: 0, exporter");
    assertThatThrownBy(() -> apply(missing)).isInstanceOf(ConfigRejectedException.class);
    assertThat(sdk.inForce().tree().toString()).doesNotContain("max_queue_size");
  }
}

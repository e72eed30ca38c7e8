package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SdkHealthTest {

  private final AtomicLong now = new AtomicLong(1000);
  private final List<ComponentHealthSnapshot> reports = new ArrayList<>();
  private final HealthTree tree = new HealthTree(now::get, reports::add);
  private final SdkHealth health = new SdkHealth(tree);
  private final FakeSdk sdk = new FakeSdk("own");

  @BeforeEach
  void start() {
    tree.agent().running();
  }

  private ComponentHealthSnapshot show(Map<?, ?>... pipelines) {
    sdk.stats = Map.of("traces", Map.of("exported", 5L, "pipelines", List.of(pipelines)));
    health.refresh(List.of(sdk));
    return traces();
  }

  private ComponentHealthSnapshot traces() {
    return tree.snapshot().components().get("sdk/own").components().get("traces");
  }

  private static Map<String, Object> pipeline(long exported, String error) {
    Map<String, Object> stats = new HashMap<>();
    stats.put("name", "batch/otlp_http");
    stats.put("attributes", Map.of("server.address", "collector", "server.port", 4318L));
    stats.put("exported", exported);
    stats.put("failed", 3L);
    stats.put("dropped", 0L);
    if (exported > 0) {
      stats.put("last_success_unix_nano", 77L);
    }
    if (error != null) {
      stats.put("last_error", error);
    }
    return stats;
  }

  @Test
  @Tag("HLTH-04")
  @Tag("HLTH-05")
  @Tag("HLTH-07")
  void pipelineThatNeverDeliveredHasFailedAndOneThatStoppedDeliveringIsDegraded() {
    assertThat(show(pipeline(0, null)).healthy()).isTrue();

    ComponentHealthSnapshot never = show(pipeline(0, "HTTP status 404"));
    assertThat(never.components().get("batch/otlp_http").status()).isEqualTo("failed");
    assertThat(never.status()).isEqualTo("degraded");
    assertThat(tree.snapshot().healthy()).isFalse();
    assertThat(tree.snapshot().lastError())
        .isEqualTo("sdk/own: traces: batch/otlp_http: HTTP status 404");

    ComponentHealthSnapshot noMore = show(pipeline(9, "HTTP status 503"));
    assertThat(noMore.components().get("batch/otlp_http").status()).isEqualTo("degraded");

    ComponentHealthSnapshot again = show(pipeline(10, null));
    assertThat(again.components().get("batch/otlp_http").healthy()).isTrue();
    assertThat(again.components().get("batch/otlp_http").lastError()).isEmpty();
    assertThat(tree.snapshot().healthy()).isTrue();
  }

  @Test
  @Tag("HLTH-08")
  @Tag("HLTH-06")
  void countsAreTypedAttributesAndCauseNoReport() {
    show(pipeline(1, null));
    long statusTime = tree.snapshot().statusTimeUnixNano();
    int before = reports.size();
    now.set(5000);

    Map<String, Object> attributes =
        show(pipeline(2, null)).components().get("batch/otlp_http").attributes();

    assertThat(reports).hasSize(before);
    assertThat(tree.snapshot().statusTimeUnixNano()).isEqualTo(statusTime);
    assertThat(attributes)
        .containsEntry("exported", 2L)
        .containsEntry("failed", 3L)
        .containsEntry("dropped", 0L)
        .containsEntry("last_success_unix_nano", 77L)
        .containsEntry("server.address", "collector")
        .containsEntry("server.port", 4318L);
    assertThat(traces().attributes()).containsEntry("exported", 5L);
  }

  @Test
  @Tag("HLTH-03")
  void signalWithoutPipelinesIsStoppedAndNoTrouble() {
    ComponentHealthSnapshot off = show();

    assertThat(off.status()).isEqualTo("stopped");
    assertThat(off.startTimeUnixNano()).isZero();
    assertThat(tree.snapshot().healthy()).isTrue();
  }

  @Test
  @Tag("HLTH-07")
  void pipelinesOfOneKindAreToldApartAndThoseConfiguredAwayAreGone() {
    assertThat(show(pipeline(1, null), pipeline(0, "refused")).components().keySet())
        .containsExactly("batch/otlp_http", "batch/otlp_http#2");
    assertThat(show(pipeline(1, null)).components().keySet()).containsExactly("batch/otlp_http");
    assertThat(tree.snapshot().healthy()).isTrue();
  }

  @Test
  @Tag("CMD-05")
  void afterARestartEverythingHasStartedAnew() {
    assertThat(show(pipeline(1, null)).startTimeUnixNano()).isEqualTo(1000);
    now.set(9000);

    health.restarted(List.of(sdk));

    assertThat(traces().startTimeUnixNano()).isEqualTo(9000);
    assertThat(traces().components().get("batch/otlp_http").startTimeUnixNano()).isEqualTo(9000);
  }

  @Test
  void sdkThatIsGoneIsNotShown() {
    show(pipeline(1, null));

    health.refresh(List.of());

    assertThat(tree.snapshot().components()).isEmpty();
  }
}

package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.KeyValue;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.Entries;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The health tree follows what happens to the telemetry of a running service. */
class HealthIT {

  private TestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("HLTH-01")
  @Tag("HLTH-02")
  @Tag("HLTH-04")
  @Tag("HLTH-06")
  @Tag("HLTH-07")
  @Tag("HLTH-08")
  @Tag("HLTH-11")
  void exporterThatFailsAndRecoversIsSeenInTheTreeAndCountsCauseNoReports(String scheme)
      throws Exception {
    try (HostProcess service =
            bed.host(scheme, "health").start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
        Traffic traffic = new Traffic(TestBed.portOf(service), 50)) {
      UUID uid = bed.awaitAgent("health").uid();
      bed.sink.store().await("first spans", s -> s.spans().size() > 20, PATIENCE);
      await(health -> health.getHealthy() && pipelines(health) == 3);

      bed.sink.answerHttpWith(400);
      ComponentHealth broken =
          await(
              health ->
                  !health.getHealthy() && pipeline(health).getLastError().contains("status 400"));
      assertThat(broken.getStatus()).isEqualTo("degraded");
      assertThat(pipeline(broken).getStatus()).isEqualTo("degraded");
      assertThat(pipeline(broken).getHealthy()).isFalse();
      assertThat(broken.getLastError()).contains("status 400");

      bed.sink.answerHttpWith(200);
      ComponentHealth recovered = await(health -> health.getHealthy());
      assertThat(recovered.getLastError()).isEmpty();
      assertThat(pipeline(recovered).getLastError()).isEmpty();
      Map<String, KeyValue> attributes = attributes(pipeline(recovered));
      assertThat(attributes.get("failed").getValue().getIntValue()).isPositive();
      assertThat(attributes.get("last_success_unix_nano").getValue().getIntValue()).isPositive();
      assertThat(attributes.get("exporter").getValue().getStringValue()).isEqualTo("otlp_http");
      assertThat(attributes.get("server.port").getValue().getIntValue())
          .isEqualTo(bed.sink.httpPort());

      // Ever more is exported, and nobody is told.
      bed.sink.store().await("a quiet time", s -> s.logs().size() > 100, PATIENCE);
      long before = healthReports(uid);
      int logs = bed.sink.store().logs().size();
      bed.sink.store().await("more traffic", s -> s.logs().size() > logs + 300, PATIENCE);
      assertThat(healthReports(uid)).isEqualTo(before);

      bed.offer(uid, "file_format: \"1.0\"\nnot_a_key: 1\n");
      ComponentHealth refused =
          await(health -> !child(health, "remote_config").getLastError().isEmpty());
      assertThat(child(refused, "remote_config").getStatus()).isEqualTo("degraded");
      assertThat(refused.getHealthy()).isTrue();
      // Counted in the meantime, told along with the news.
      assertThat(exported(refused)).isGreaterThan(exported(recovered));
      assertThat(traffic.failures()).isZero();
    }
  }

  private ComponentHealth await(Predicate<ComponentHealth> condition) throws Exception {
    AgentSnapshot found =
        bed.server.awaitAgent(agent -> condition.test(agent.state().getHealth()), PATIENCE);
    return found.state().getHealth();
  }

  private long healthReports(UUID uid) {
    return bed.server.messages(uid).stream()
        .filter(received -> received.message().hasHealth())
        .count();
  }

  private static ComponentHealth child(ComponentHealth health, String name) {
    return Entries.below(health).getOrDefault(name, ComponentHealth.getDefaultInstance());
  }

  private static ComponentHealth sdk(ComponentHealth health) {
    return child(health, "sdk/application");
  }

  private static ComponentHealth pipeline(ComponentHealth health) {
    return child(child(sdk(health), "traces"), "batch/otlp_http");
  }

  private static long pipelines(ComponentHealth health) {
    return Entries.below(sdk(health)).values().stream()
        .mapToLong(ComponentHealth::getComponentHealthMapCount)
        .sum();
  }

  private static long exported(ComponentHealth health) {
    return attributes(pipeline(health)).get("exported").getValue().getIntValue();
  }

  private static Map<String, KeyValue> attributes(ComponentHealth health) {
    return health.getAttributesList().stream()
        .collect(Collectors.toMap(KeyValue::getKey, attribute -> attribute));
  }
}

package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.TestBed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.KeyValue;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.OwnTelemetry;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.ReceivedMetric;
import dev.opamp.javaagent.testing.sink.Signal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's own telemetry goes where the server says, and never into the application's. */
class OwnTelemetryIT {

  /** The application's own, and what the SDK it was given says about itself. */
  private static final Set<String> APPLICATION_SCOPES =
      Set.of("sample-service", "io.opentelemetry.sdk.metrics");

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
  @Tag("OWN-01")
  @Tag("OWN-02")
  @Tag("OWN-05")
  @Tag("OWN-06")
  @Tag("OWN-07")
  @Tag("OWN-10")
  @Tag("OWN-12")
  @Tag("OWN-19")
  @Tag("IDN-03")
  @Tag("TR-10")
  void offeredDestinationsReceiveTheAgentsTelemetryAndNothingElse(String scheme) throws Exception {
    try (OtlpSink own = OtlpSink.start();
        HostProcess service =
            bed.host(scheme, "own").start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
        Traffic traffic = new Traffic(TestBed.portOf(service), 20)) {
      UUID uid = bed.awaitAgent("own").uid();
      bed.server.offerOwnTelemetry(uid, destinations(own));
      own.store().await("jvm metrics", s -> has(own, "jvm.memory.used"), PATIENCE);
      bed.offer(uid, "file_format: \"1.0\"\ntracer_provider:\n  sampler:\n    always_on:\n");
      own.store().await("the span of the offer", s -> !s.spans().isEmpty(), PATIENCE);
      bed.offer(uid, "file_format: \"1.0\"\nnot_a_key: 1\n");
      own.store().await("the agent's log", s -> !s.logs().isEmpty(), PATIENCE);

      assertThat(names(own))
          .contains(
              "process.cpu.time",
              "process.memory.usage",
              "opamp.agent.messages",
              "opamp.agent.offers");
      assertThat(own.store().spans())
          .allSatisfy(span -> assertThat(span.name()).isEqualTo("opamp.config.apply"));
      ReceivedExport export = own.store().exports(Signal.METRICS).get(0);
      assertThat(export.path()).isEqualTo("/own/metrics?exact=yes");
      assertThat(export.headers()).containsEntry("x-own", "telemetry");
      assertIdentifyingAttributesIn(own, bed.server.agent(uid).orElseThrow());

      bed.sink.store().await("the application's spans", s -> s.spans().size() > 20, PATIENCE);
      assertThat(bed.sink.store().spans())
          .allSatisfy(span -> assertThat(APPLICATION_SCOPES).contains(span.scope()));
      assertThat(bed.sink.store().metrics())
          .allSatisfy(metric -> assertThat(APPLICATION_SCOPES).contains(metric.scope()));
      assertThat(bed.sink.store().logs())
          .allSatisfy(log -> assertThat(APPLICATION_SCOPES).contains(log.scope()));
    }
  }

  private static OwnTelemetry destinations(OtlpSink sink) {
    return new OwnTelemetry(
        sink.httpEndpoint() + "/own/metrics?exact=yes",
        sink.httpEndpoint() + "/own/spans",
        sink.httpEndpoint() + "/own/logs",
        Map.of("X-Own", "telemetry"));
  }

  private static boolean has(OtlpSink sink, String metric) {
    return sink.store().metrics().stream().anyMatch(m -> m.name().equals(metric));
  }

  private static Set<String> names(OtlpSink sink) {
    return sink.store().metrics().stream().map(ReceivedMetric::name).collect(Collectors.toSet());
  }

  private static void assertIdentifyingAttributesIn(OtlpSink sink, AgentSnapshot agent) {
    Map<String, String> resource = sink.store().metrics().get(0).resource();
    for (KeyValue attribute : agent.state().getAgentDescription().getIdentifyingAttributesList()) {
      assertThat(resource).containsEntry(attribute.getKey(), attribute.getValue().getStringValue());
    }
  }
}

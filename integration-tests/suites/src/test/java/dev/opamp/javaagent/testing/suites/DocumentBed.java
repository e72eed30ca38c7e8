package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.suites.documents.Places;
import dev.opamp.javaagent.testing.suites.documents.Scene;
import dev.opamp.javaagent.testing.suites.documents.Trees;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One running service under load that may be told everything, and places for what it exports. */
final class DocumentBed implements AutoCloseable {

  private static final String SERVICE = "dev.opamp.javaagent.testing.apps.TypedService";
  private static final int REQUESTS_PER_SECOND = 25;

  private final TestBed bed = new TestBed();
  private final OtlpSink second = OtlpSink.start();
  private final OtlpSink secure;
  private final Places places;
  private final HostProcess host;
  private final Traffic traffic;
  private final UUID uid;
  private final Scene.Stage stage;
  private final String effectiveConfigAtStart;
  private final Map<String, String> environment;
  private long failures;

  DocumentBed(String name) throws Exception {
    SelfSignedCertificate receiver = SelfSignedCertificate.forLoopback();
    SelfSignedCertificate client = SelfSignedCertificate.forNames(List.of(name), false);
    secure = OtlpSink.startWithClientCertificates(new ClientGate().admit(client).context(receiver));
    places = new Places(bed.sink, second, secure, receiver, client);
    environment =
        Map.of(
            "OTEL_SERVICE_NAME", name,
            "OTEL_EXPORTER_OTLP_ENDPOINT", bed.sink.httpEndpoint(),
            "OTEL_BSP_SCHEDULE_DELAY", "100",
            "OTEL_BLRP_SCHEDULE_DELAY", "100",
            "OTEL_METRIC_EXPORT_INTERVAL", "300");
    host =
        bed.host("ws", name)
            .env("OTEL_OPAMP_ALLOW", "*")
            .start("-cp", HostProcess.sampleApps(), SERVICE);
    int port = TestBed.portOf(host);
    traffic = new Traffic(port, REQUESTS_PER_SECOND);
    uid = bed.awaitAgent(name).uid();
    effectiveConfigAtStart =
        bed.server
            .awaitAgent(a -> !a.effectiveConfig("opentelemetry.yaml").isEmpty(), TestBed.PATIENCE)
            .effectiveConfig("opentelemetry.yaml");
    stage =
        new Scene.Stage(
            host, port, bed.sink, second, secure, places, this::revert, this::reconnect);
  }

  HostProcess host() {
    return host;
  }

  Places places() {
    return places;
  }

  Scene.Stage stage() {
    return stage;
  }

  /** What documents that are pushed here may refer to. */
  Map<String, String> environment() {
    return environment;
  }

  ByteString offer(String yaml) {
    return bed.server.offerYaml(uid, yaml);
  }

  RemoteConfigStatus settled(ByteString hash) throws Exception {
    return bed.settled(uid, hash);
  }

  /** Takes the remote configuration back. */
  void revert() {
    try {
      RemoteConfigStatus status = settled(bed.server.removeConfig(uid));
      assertThat(status.getErrorMessage()).isEmpty();
      assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    } catch (Exception e) {
      throw new AssertionError("the configuration cannot be taken back", e);
    }
  }

  private void reconnect() {
    try {
      bed.server.killConnections();
      bed.server.awaitAgent(agent -> !agent.connected(), TestBed.PATIENCE);
      bed.server.awaitAgent(agent -> agent.connected(), TestBed.PATIENCE);
    } catch (Exception e) {
      throw new AssertionError("the agent does not come back", e);
    }
  }

  String effectiveConfigAtStart() {
    return effectiveConfigAtStart;
  }

  String effectiveConfig() {
    return bed.effectiveConfig(uid);
  }

  Map<String, Object> startUp() {
    return Trees.parse(effectiveConfigAtStart);
  }

  Map<String, Object> inForce() {
    return Trees.parse(effectiveConfig());
  }

  void forgetWhatArrived() {
    List.of(bed.sink, second, secure).forEach(sink -> sink.store().clear());
  }

  /** The service runs, and has answered every request since the last time somebody looked. */
  void assertHostIsWell() {
    long before = failures;
    failures = traffic.failures();
    assertThat(host.isAlive()).isTrue();
    assertThat(failures).as("requests that were not answered well").isEqualTo(before);
  }

  /** Spans arrive, but those of the route that the sampler in force leaves out. */
  void assertSampledByRoute() throws Exception {
    new Scene(stage, host.lines(), host.errorLines()).assertSampledByRoute();
    assertHostIsWell();
  }

  /** No span has come twice to one receiver. */
  void assertNoSpanTwice() {
    assertThat(bed.sink.store().spans())
        .extracting(span -> span.span().getSpanId())
        .doesNotHaveDuplicates();
  }

  @Override
  public void close() throws Exception {
    traffic.close();
    host.close();
    bed.close();
    second.close();
    secure.close();
  }
}

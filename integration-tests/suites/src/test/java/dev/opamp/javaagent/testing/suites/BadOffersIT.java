package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.server.ConfigText;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad offers end in a defined result that names the path; nothing in force changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadOffersIT {

  private static final String HEAD = "file_format: \"1.0\"\n";

  private static final String GOOD =
      HEAD + "tracer_provider:\n  sampler:\n    trace_id_ratio_based:\n      ratio: 0.5\n";

  private TestBed bed;
  private HostProcess service;
  private UUID uid;
  private String startUp;

  @BeforeAll
  void start() throws Exception {
    bed = new TestBed();
    service = bed.host("ws", "bad-offers").start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
    TestBed.portOf(service);
    uid = bed.awaitAgent("bad-offers").uid();
    startUp =
        bed.server
            .awaitAgent(a -> !a.effectiveConfig("opentelemetry.yaml").isEmpty(), TestBed.PATIENCE)
            .effectiveConfig("opentelemetry.yaml");
  }

  @AfterAll
  void stop() throws Exception {
    service.close();
    bed.close();
  }

  @AfterEach
  void aGoodOfferStillWorks() throws Exception {
    assertState(bed.offer(uid, GOOD), RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    assertThat(bed.effectiveConfig(uid)).contains("ratio: 0.5");
    ByteString none = bed.server.removeConfig(uid);
    assertState(bed.settled(uid, none), RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    assertThat(bed.effectiveConfig(uid)).isEqualTo(startUp);
    assertThat(service.isAlive()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "broken YAML          | tracer_provider: [                                          | line",
        "wrong type           | tracer_provider: {sampler: {trace_id_ratio_based: {ratio: half}}} | tracer_provider.sampler.trace_id_ratio_based.ratio",
        "out of range         | tracer_provider: {sampler: {trace_id_ratio_based: {ratio: 7}}}    | tracer_provider.sampler.trace_id_ratio_based.ratio",
        "unknown sampler      | tracer_provider: {sampler: {coin_flip: {}}}                 | tracer_provider.sampler.coin_flip",
        "unreachable key      | `instrumentation/development: {java: {servlet: {x: 1}}}`    | instrumentation/development",
        "two choices at once  | tracer_provider: {sampler: {always_on: {}, always_off: {}}}  | tracer_provider.sampler",
        "unknown key          | tracer_providers: {}                                        | tracer_providers",
        "forbidden destination| tracer_provider: {processors: [{simple: {exporter: {otlp_http: {endpoint: 'http://elsewhere.example:4318/v1/traces'}}}}]} | tracer_provider.processors[0].simple.exporter.otlp_http.endpoint",
        "forbidden file       | tracer_provider: {processors: [{simple: {exporter: {otlp_file/development: {output_stream: file:///etc/passwd}}}}]} | otel.opamp.allow"
      })
  @Tag("CFG-04")
  @Tag("CFG-06")
  @Tag("CFG-15")
  @Tag("CFG-16")
  @Tag("CFG-19")
  @Tag("EFF-11")
  @Tag("SEC-05")
  void badDocument_failedWithItsPath(String name, String body, String mentioned) throws Exception {
    ByteString hash = bed.server.offerYaml(uid, HEAD + body + "\n");
    RemoteConfigStatus status = bed.settled(uid, hash);
    assertState(status, RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
    assertThat(status.getErrorMessage()).contains(mentioned);
    assertThat(status.getLastRemoteConfigHash()).isEqualTo(hash);
    assertThat(bed.effectiveConfig(uid)).isEqualTo(startUp);
  }

  @Test
  @Tag("CFG-14")
  void wrongContentType_failedNamingFileAndType() throws Exception {
    RemoteConfigStatus status =
        bed.settled(
            uid, bed.server.offerConfig(uid, Map.of("a.png", ConfigText.of(GOOD, "image/png"))));
    assertState(status, RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
    assertThat(status.getErrorMessage()).contains("a.png", "content type");
  }

  @Test
  @Tag("CFG-12")
  void emptyFileName_isAnOrdinaryFile() throws Exception {
    RemoteConfigStatus status =
        bed.settled(uid, bed.server.offerConfig(uid, Map.of("", ConfigText.of(GOOD, ""))));
    assertState(status, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  }

  @Test
  @Tag("CFG-11")
  void emptyMap_revertsToStartUp() throws Exception {
    assertState(bed.offer(uid, GOOD), RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    RemoteConfigStatus status = bed.settled(uid, bed.server.removeConfig(uid));
    assertState(status, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    assertThat(bed.effectiveConfig(uid)).isEqualTo(startUp);
  }

  @Test
  @Tag("EFF-08")
  @Tag("SEC-09")
  @Tag("SEC-14")
  void secretsInABadOffer_appearNowhere() throws Exception {
    String secret = "s3cret-0f-the-house";
    RemoteConfigStatus status =
        bed.offer(
            uid,
            HEAD
                + "tracer_provider: {processors: [{simple: {exporter: {otlp_http: {endpoint: 'http://u:"
                + secret
                + "@127.0.0.1:1/v1/traces', headers: [{name: Authorization, value: "
                + secret
                + "}], timeout: "
                + secret
                + "}}}}]}\n");
    assertState(status, RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
    assertThat(status.getErrorMessage()).contains("timeout").doesNotContain(secret);
    assertThat(bed.effectiveConfig(uid)).doesNotContain(secret);
    assertThat(service.stderr()).doesNotContain(secret);
    assertThat(service.stdout()).doesNotContain(secret);
  }

  @Test
  @Tag("LIM-03")
  @Tag("RB-07")
  void offerBeyondTheSizeLimit_isNeverProcessedAndTheAgentComesBack() throws Exception {
    AgentSnapshot before = bed.server.agent(uid).orElseThrow();
    bed.server.offerConfig(
        uid,
        Map.of("", new ConfigText(ByteString.copyFrom(new byte[65 << 20]), ConfigText.YAML)),
        ByteString.copyFromUtf8("too big"));
    bed.server.offerConfig(
        uid, Map.of("", ConfigText.yaml(GOOD)), ByteString.copyFromUtf8("after the flood"));
    RemoteConfigStatus status = bed.settled(uid, ByteString.copyFromUtf8("after the flood"));
    assertState(status, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    assertThat(bed.server.agent(uid).orElseThrow().configEvents())
        .noneMatch(
            event ->
                event.hash().toStringUtf8().equals("too big") && !event.status().equals("OFFERED"));
    assertThat(before.uid()).isEqualTo(uid);
  }

  private static void assertState(RemoteConfigStatus status, RemoteConfigStatuses expected) {
    assertThat(status.getStatus()).as(status.getErrorMessage()).isEqualTo(expected);
  }
}

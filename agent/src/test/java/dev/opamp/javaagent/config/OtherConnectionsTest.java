package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TestIdentity;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.ClientCertificate;
import dev.opamp.javaagent.opamp.DestinationOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.settings.HostPatterns;
import dev.opamp.javaagent.settings.Power;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherConnectionsTest {

  private static final String TRACES = "tracer_provider.processors[0]";

  @TempDir Path dir;
  private final PipelineFixture fixture = new PipelineFixture();
  private OtherConnections connections = OtherConnections.NONE;

  @BeforeEach
  void startWithOneCollector() {
    fixture.environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example.com");
    fixture.environment.put(
        "OTEL_EXPORTER_OTLP_HEADERS", "X-Tenant=blue,authorization=first-t0ken");
  }

  private List<String> offer(Map<String, DestinationOffer> offered) {
    OtherConnections next = connections.with(offered);
    List<String> problems = fixture.pipeline.changeConnections(next, offered.keySet());
    if (problems.isEmpty()) {
      connections = next;
    }
    return problems;
  }

  private List<String> offer(String name, DestinationOffer.Builder connection) {
    return offer(Map.of(name, connection.build()));
  }

  private static DestinationOffer.Builder endpoint(String url) {
    return DestinationOffer.builder().endpoint(url);
  }

  private static DestinationOffer.Builder token(String token) {
    return DestinationOffer.builder().headers(Map.of("Authorization", token));
  }

  private Map<String, Object> exporter(String section, String list, String part) {
    Map<String, Object> provider = Trees.mapAt(fixture.target.inForce().tree(), section);
    Map<String, Object> first = Trees.map(Trees.list(provider.get(list)).get(0));
    return Trees.mapAt(Trees.mapAt(Trees.mapAt(first, part), "exporter"), "otlp_http");
  }

  private Map<String, Object> spanExporter() {
    return exporter("tracer_provider", "processors", "batch");
  }

  private Map<String, Object> logExporter() {
    return exporter("logger_provider", "processors", "batch");
  }

  private static Map<String, String> headers(Map<String, Object> exporter) {
    Map<String, String> headers = new TreeMap<>();
    if (exporter.get("headers") instanceof List) {
      for (Object each : Trees.list(exporter.get("headers"))) {
        Map<String, Object> header = Trees.map(each);
        headers.put(header.get("name").toString(), header.get("value").toString());
      }
    }
    for (String entry : String.valueOf(exporter.getOrDefault("headers_list", "")).split(",", -1)) {
      if (entry.contains("=")) {
        headers.put(entry.split("=")[0], entry.split("=")[1]);
      }
    }
    return headers;
  }

  private @Nullable ExporterConnection connection(String part) {
    return fixture.target.inForce().connections().get(part);
  }

  @Test
  @Tag("CON-70")
  void connectionNamedAfterASignalMovesTheExportersOfThatSignalAlone() {
    fixture.start();
    Object logs = logExporter();
    assertThat(offer("otlp/traces", endpoint("https://collector.example.com:4444"))).isEmpty();

    assertThat(spanExporter())
        .containsEntry("endpoint", "https://collector.example.com:4444/v1/traces");
    assertThat(logExporter()).isEqualTo(logs);
    assertThat(exporter("meter_provider", "readers", "periodic").get("endpoint").toString())
        .startsWith("https://collector.example.com/");
  }

  @Test
  @Tag("CON-71")
  void rotatedHeaderReplacesTheOneOfItsNameAndLeavesTheRest() {
    fixture.start();
    Object endpoint = spanExporter().get("endpoint");
    assertThat(offer("otlp/traces", token("second-t0ken"))).isEmpty();
    assertThat(headers(spanExporter()))
        .containsOnly(Map.entry("X-Tenant", "blue"), Map.entry("Authorization", "second-t0ken"));

    assertThat(offer("otlp/traces", token("third-t0ken"))).isEmpty();
    assertThat(headers(spanExporter()))
        .containsOnly(Map.entry("X-Tenant", "blue"), Map.entry("Authorization", "third-t0ken"));
    assertThat(spanExporter()).containsEntry("endpoint", endpoint);
    assertThat(fixture.reporter.lastEffective()).contains("Authorization").doesNotContain("t0ken");
  }

  @Test
  @Tag("CON-71")
  void everyPartOfAConnectionStaysUntilItIsOffered() throws Exception {
    TestIdentity identity = TestIdentity.create(dir, "client", "EC", "ip:127.0.0.1");
    fixture.start();
    offer("otlp/traces", endpoint("https://collector.example.com:4444"));
    offer("otlp/traces", DestinationOffer.builder().tls(trusting(identity)));
    offer("otlp/traces", DestinationOffer.builder().certificate(certificate(identity)));
    assertThat(offer("otlp/traces", token("second-t0ken"))).isEmpty();

    assertThat(spanExporter())
        .containsEntry("endpoint", "https://collector.example.com:4444/v1/traces");
    assertThat(headers(spanExporter())).containsEntry("Authorization", "second-t0ken");
    assertThat(connection(TRACES).tls())
        .isEqualTo(
            trusting(identity).toBuilder()
                .client(certificate(identity).certificate(), certificate(identity).privateKey())
                .build());
  }

  @Test
  @Tag("CON-72")
  void clientCertificateIsKeptWhenHeadersAloneAreOffered() throws Exception {
    TestIdentity identity = TestIdentity.create(dir, "client", "EC", "ip:127.0.0.1");
    fixture.start();
    offer("otlp", DestinationOffer.builder().certificate(certificate(identity)));
    ExporterConnection before = connection(TRACES);
    assertThat(before.tls().clientKey()).isNotNull();
    assertThat(offer("otlp", token("second-t0ken"))).isEmpty();
    assertThat(connection(TRACES)).isEqualTo(before);
  }

  @Test
  @Tag("CON-73")
  void namesThatAnOfferLeavesOutStayInForce() {
    fixture.start();
    offer("otlp/traces", token("of-traces"));
    assertThat(offer("otlp/logs", token("of-logs"))).isEmpty();
    assertThat(headers(spanExporter())).containsEntry("Authorization", "of-traces");
    assertThat(headers(logExporter())).containsEntry("Authorization", "of-logs");
  }

  @Test
  void connectionOfASignalCountsMoreThanTheOneOfAll() {
    fixture.start();
    offer("otlp", endpoint("https://collector.example.com:1").headers(Map.of("X-A", "all")));
    offer("otlp/traces", endpoint("https://collector.example.com:2/exactly?here=yes"));
    assertThat(spanExporter())
        .containsEntry("endpoint", "https://collector.example.com:2/exactly?here=yes");
    assertThat(headers(spanExporter())).containsEntry("X-A", "all");
    assertThat(logExporter()).containsEntry("endpoint", "https://collector.example.com:1/v1/logs");
  }

  @Test
  @Tag("CON-67")
  void proxyIsForExportersOverHttpAlone() {
    DestinationOffer.Builder proxied =
        DestinationOffer.builder()
            .proxy(new ProxySettings(URI.create("http://proxy:3128"), Map.of()));
    fixture.start();
    assertThat(offer("otlp/traces", proxied)).isEmpty();
    assertThat(connection(TRACES).proxy()).hasToString("http://proxy:3128");

    fixture.environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    connections = OtherConnections.NONE;
    fixture.start();
    assertThat(offer("otlp/traces", proxied))
        .singleElement()
        .asString()
        .startsWith("other_connections/otlp/traces: ")
        .contains("only otlp_http");
  }

  @Test
  void headersOfTheDocumentAreNotSentToAnotherHost() throws Exception {
    fixture.destinations = HostPatterns.exactly(List.of("other.example.com"));
    fixture.start();
    assertThat(offer("otlp/traces", endpoint("https://other.example.com"))).isEmpty();
    assertThat(headers(spanExporter())).isEmpty();
  }

  @Test
  @Tag("CON-70")
  void exporterGoesWhereTheConnectionGoesThatItRefersTo() {
    fixture.start();
    offer("blue", endpoint("https://collector.example.com:4444/base").headers(Map.of("X-A", "1")));
    offer("otlp/traces", token("not for those that refer"));
    assertThat(fixture.push("h", refersTo("opamp://blue/v1/traces")).state())
        .isEqualTo(RemoteConfigState.APPLIED);
    assertThat(spanExporter())
        .containsEntry("endpoint", "https://collector.example.com:4444/base/v1/traces");
    assertThat(headers(spanExporter())).containsOnly(Map.entry("X-A", "1"));

    assertThat(offer("blue", endpoint("https://collector.example.com:5555"))).isEmpty();
    assertThat(spanExporter())
        .containsEntry("endpoint", "https://collector.example.com:5555/v1/traces");
    assertThat(fixture.reporter.lastEffective()).contains(":5555/v1/traces");
  }

  @Test
  @Tag("CON-76")
  void configurationThatRefersToAnUnknownConnectionFailsWithPathAndName() {
    fixture.start();
    Object before = fixture.target.inForce();
    assertThat(fixture.push("h", refersTo("opamp://nowhere/v1/traces")).errorMessage())
        .contains("tracer_provider.processors[0].batch.exporter.otlp_http.endpoint")
        .contains("line 5")
        .contains("nowhere")
        .contains("has not offered");
    assertThat(fixture.target.inForce()).isEqualTo(before);
  }

  @Test
  @Tag("CON-76")
  void nameThatNothingRefersToIsKeptForLater() {
    fixture.start();
    assertThat(offer("later", endpoint("https://collector.example.com:4444"))).isEmpty();
    assertThat(fixture.push("h", refersTo("opamp://later")).state())
        .isEqualTo(RemoteConfigState.APPLIED);
    assertThat(spanExporter()).containsEntry("endpoint", "https://collector.example.com:4444");
  }

  @Test
  void startUpConfigurationMayReferToWhatIsNotOfferedYet() throws Exception {
    Path file = Files.writeString(dir.resolve("otel.yaml"), refersTo("opamp://later/v1/traces"));
    fixture.environment.put("OTEL_CONFIG_FILE", file.toString());
    fixture.destinations = HostPatterns.exactly(List.of("collector.example.com"));
    fixture.target.onPrepare =
        document ->
            document.toString().contains("opamp://")
                ? new ConfigRejectedException(new ConfigProblem("endpoint", 0, "no such scheme"))
                : null;
    fixture.start();
    assertThat(fixture.target.inForce().tree()).doesNotContainKey("tracer_provider");
    assertThat(offer("later", endpoint("https://collector.example.com:4444"))).isEmpty();
    assertThat(spanExporter())
        .containsEntry("endpoint", "https://collector.example.com:4444/v1/traces");
  }

  @Test
  void hostThatIsTheNameOfAConnectionIsNoDestinationForThat() throws Exception {
    Path file = Files.writeString(dir.resolve("otel.yaml"), refersTo("opamp://later/v1/traces"));
    fixture.environment.put("OTEL_CONFIG_FILE", file.toString());
    fixture.start();
    assertThat(fixture.pipeline.allowsDestination("https://later/v1/traces")).isFalse();
  }

  @Test
  void statusOfTheConfigurationInForceIsNotTouched() {
    fixture.start();
    fixture.push("h", PipelineFixture.ratio(0.5));
    int reports = fixture.reporter.statuses.size();
    offer("otlp/traces", token("second-t0ken"));
    offer("otlp/traces", endpoint("ftp://collector.example.com"));
    assertThat(fixture.reporter.statuses).hasSize(reports);
    assertThat(fixture.sampler().toString()).contains("0.5");
  }

  @Test
  @Tag("CON-74")
  void offerThatCannotBeUsedChangesNothingAndSaysWhy() throws Exception {
    TestIdentity identity = TestIdentity.create(dir, "client", "EC", "ip:127.0.0.1");
    TestIdentity other = TestIdentity.create(dir, "other", "EC", "ip:127.0.0.1");
    fixture.start();
    Object before = fixture.target.inForce();
    assertRefused(endpoint("collector.example.com:4444"), "http:// or https://");
    assertRefused(endpoint("https://not a host/"), "not a URL");
    assertRefused(endpoint("https:///path"), "no valid host");
    assertRefused(endpoint("https://u:s3cret@collector.example.com"), "user and password");
    assertRefused(endpoint("https://elsewhere.example.org"), "otel.opamp.destinations");
    assertRefused(endpoint("http://collector.example.com"), "gives up TLS");
    assertRefused(
        DestinationOffer.builder().headers(Map.of("X-A", "s3cret\r\nX-B: 1")), "does not allow");
    assertRefused(DestinationOffer.builder().headers(Map.of("Host", "a")), "header Host");
    assertRefused(
        DestinationOffer.builder().tls(TlsSettings.builder().insecureSkipVerify(true).build()),
        "otel.opamp.allow=insecure-tls");
    assertRefused(
        DestinationOffer.builder()
            .tls(
                TlsSettings.builder()
                    .trustedCertificates(PemSource.text("tls.ca_pem_contents", "s3cret"))
                    .build()),
        "tls.ca_pem_contents");
    ClientCertificate usable = certificate(identity);
    assertRefused(
        DestinationOffer.builder()
            .certificate(new ClientCertificate(usable.certificate(), null, null)),
        "certificate.private_key is missing");
    assertRefused(
        DestinationOffer.builder()
            .certificate(
                new ClientCertificate(usable.certificate(), certificate(other).privateKey(), null)),
        "does not belong");
    assertThat(offer("not/a/name", token("a"))).singleElement().asString().contains("not/a/name");
    assertThat(fixture.target.inForce()).isEqualTo(before);
  }

  private void assertRefused(DestinationOffer.Builder connection, String reason) {
    assertThat(offer("otlp/traces", connection))
        .singleElement()
        .asString()
        .startsWith("other_connections/otlp/traces: ")
        .contains(reason)
        .doesNotContain("s3cret");
  }

  @Test
  void oneBadConnectionKeepsTheOthersOfTheOfferOut() {
    fixture.start();
    Object before = fixture.target.inForce();
    assertThat(
            offer(
                Map.of(
                    "otlp/logs", token("good").build(),
                    "otlp/traces", endpoint("ftp://collector.example.com").build())))
        .hasSize(1);
    assertThat(fixture.target.inForce()).isEqualTo(before);
  }

  @Test
  void serverIsNotVerifiedWhenTheLocalSettingsAllowThat() {
    fixture.powers = EnumSet.of(Power.INSECURE_TLS);
    fixture.start();
    TlsSettings insecure = TlsSettings.builder().insecureSkipVerify(true).build();
    assertThat(offer("otlp/traces", DestinationOffer.builder().tls(insecure))).isEmpty();
    assertThat(connection(TRACES).tls().insecureSkipVerify()).isTrue();
  }

  @Test
  void refusalOfAnSdkLeavesAllAsTheyWere() {
    fixture.start();
    RecordingTarget second = new RecordingTarget("second", fixture.target.events);
    fixture.pipeline.addTarget(second);
    fixture.scheduler.runAll();
    Object before = fixture.target.inForce();
    second.onCommit = document -> new IllegalStateException("no second-t0ken");
    assertThat(offer("otlp/traces", token("second-t0ken")))
        .singleElement()
        .asString()
        .startsWith("other_connections/otlp/traces: ")
        .contains("target second")
        .doesNotContain("t0ken");
    assertThat(fixture.target.inForce()).isEqualTo(before);
    second.onCommit = document -> null;
    assertThat(fixture.push("h", PipelineFixture.ratio(0.5)).state())
        .isEqualTo(RemoteConfigState.APPLIED);
    assertThat(headers(spanExporter())).containsEntry("authorization", "first-t0ken");
  }

  @Test
  void laterSdkAndLaterConfigurationsGetTheConnections() {
    fixture.start();
    offer("otlp/traces", token("second-t0ken"));
    fixture.push("h", PipelineFixture.ratio(0.5));
    assertThat(headers(spanExporter())).containsEntry("Authorization", "second-t0ken");
    RecordingTarget late = new RecordingTarget("late");
    fixture.pipeline.addTarget(late);
    fixture.scheduler.runAll();
    assertThat(late.inForce()).isEqualTo(fixture.target.inForce());
  }

  private static TlsSettings trusting(TestIdentity identity) throws Exception {
    return TlsSettings.builder()
        .trustedCertificates(
            PemSource.text("tls.ca_pem_contents", Files.readString(identity.certificate())))
        .build();
  }

  private static ClientCertificate certificate(TestIdentity identity) throws Exception {
    return new ClientCertificate(
        PemSource.text("certificate.cert", Files.readString(identity.certificate())),
        PemSource.text("certificate.private_key", Files.readString(identity.pkcs8())),
        null);
  }

  private static String refersTo(String url) {
    return """
        file_format: "1.0"
        tracer_provider:
          processors:
            - batch:
                exporter: {otlp_http: {endpoint: "%s"}}
        """
        .formatted(url);
  }

  @Test
  void refusalThatRepeatsAnOfferedHeaderIsToldWithoutIt() {
    fixture.start();
    fixture.target.onPrepare =
        document ->
            new ConfigRejectedException(new ConfigProblem("", 0, "cannot parse second-t0ken"));

    assertThat(offer("otlp/traces", token("second-t0ken")))
        .singleElement()
        .asString()
        .contains("cannot parse")
        .doesNotContain("second-t0ken");
  }

  @Test
  @Tag("CON-72")
  void issuerThatIsInTheChainAlreadyDoesNoHarm() throws Exception {
    TestIdentity identity = TestIdentity.create(dir, "client", "EC", "dns:client");
    fixture.start();
    ClientCertificate alone = certificate(identity);
    ClientCertificate twice =
        new ClientCertificate(
            alone.certificate(),
            alone.privateKey(),
            PemSource.text("certificate.ca_cert", alone.certificate().text()));

    assertThat(offer("otlp/traces", DestinationOffer.builder().certificate(twice))).isEmpty();
    assertThat(offer("otlp", token("second-t0ken"))).isEmpty();

    assertThat(connection(TRACES).tls().clientIssuer()).isEqualTo(twice.issuer());
  }
}

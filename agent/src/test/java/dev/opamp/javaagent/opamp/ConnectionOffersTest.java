package dev.opamp.javaagent.opamp;

import static dev.opamp.javaagent.opamp.ConnectionMoveTest.moveTo;
import static dev.opamp.javaagent.opamp.ConnectionMoveTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.OtherConnectionSettings;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.opamp.proto.TLSConnectionSettings;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which offers are new, who gets which part, and the one status that answers. */
class ConnectionOffersTest {

  private final SessionFixture fixture = new SessionFixture(false);

  @Test
  @Tag("CON-02")
  @Tag("CON-03")
  @Tag("CON-82")
  @Tag("CON-83")
  void anOfferIsAppliedAndItsHashEchoed() {
    fixture.ready().reply(metrics("h", "http://m/"));

    assertThat(status(fixture.settle().takeOne())).isEqualTo("APPLIED h ");
    assertThat(fixture.listener.connections).singleElement();
    assertThat(fixture.listener.connections.get(0).ownTraces()).isNull();
  }

  @Test
  @Tag("CON-04")
  @Tag("CON-81")
  @Tag("RB-15")
  void theSameHashIsTheSameOffer() {
    fixture.ready().offered(metrics("h", "http://m/"));

    for (int i = 0; i < 5; i++) {
      fixture.reply(metrics("h", "http://changed/"));
    }

    assertThat(fixture.settle().take()).isEmpty();
    assertThat(fixture.listener.connections).hasSize(1);
  }

  @Test
  @Tag("CON-04")
  @Tag("RB-28")
  void withoutAHashTheContentDecides() {
    fixture.ready().offered(metrics("", "http://m/"));

    fixture.reply(metrics("", "http://m/")).reply(metrics("", "http://n/"));

    assertThat(fixture.listener.connections).hasSize(2);
  }

  @Test
  @Tag("CON-35")
  void aHashAloneIsRememberedAndChangesNothing() {
    ServerToAgent bare = settings("h", ConnectionSettingsOffers.newBuilder());
    fixture.ready().reply(bare);
    assertThat(status(fixture.settle().takeOne())).isEqualTo("APPLIED h ");

    fixture.reply(bare).reply(settings("", ConnectionSettingsOffers.newBuilder()));

    assertThat(fixture.settle().take()).isEmpty();
    assertThat(fixture.listener.connections).isEmpty();
    assertThat(fixture.connections).hasSize(1);
  }

  @Test
  @Tag("CON-08")
  @Tag("CON-82")
  void destinationsThatTakeAWhileAreApplyingFirst() {
    fixture.listener.destinationProblems = null;
    fixture.ready().reply(metrics("h", "http://m/"));
    assertThat(status(fixture.settle().takeOne())).isEqualTo("APPLYING h ");

    fixture.listener.lastOutcome.done(List.of());

    assertThat(status(fixture.settle().takeOne())).isEqualTo("APPLIED h ");
  }

  @Test
  @Tag("CON-81")
  void destinationsThatNeverFinishFailByName() {
    fixture.listener.destinationProblems = null;
    fixture.ready().offered(metrics("h", "http://m/"));

    assertThat(status(fixture.advance(Duration.ofSeconds(20)).settle().takeOne()))
        .isEqualTo("FAILED h own_metrics: did not finish within 20 s");
  }

  @Test
  @Tag("CON-33")
  void whatWorksStaysAndWhatFailsIsNamed() {
    fixture.ready();
    ServerToAgent offer =
        settings(
            "h",
            ConnectionSettingsOffers.newBuilder()
                .setOwnMetrics(destination("http://m/"))
                .setOwnLogs(destination("http://l/").toBuilder().setCertificate(noCertificate()))
                .setOpamp(OpAMPConnectionSettings.newBuilder().setDestinationEndpoint("ftp://x/")));

    assertThat(status(fixture.reply(offer).settle().takeOne()))
        .startsWith("FAILED h opamp: destination_endpoint ")
        .endsWith("; own_logs: certificate.cert is missing");
    assertThat(fixture.listener.connections.get(0).ownMetrics()).isNotNull();
    assertThat(fixture.listener.connections.get(0).ownLogs()).isNull();
  }

  @Test
  @Tag("CON-33")
  void aMoveThatWorksDoesNotHideADestinationThatFails() {
    fixture.listener.destinationProblems = List.of("own_metrics: refused");
    fixture.ready();
    ServerToAgent offer =
        settings(
            "h",
            moveTo("h", "ws://b.example/").getConnectionSettings().toBuilder()
                .setOwnMetrics(destination("http://m/")));
    fixture.reply(offer).closed(CloseCause.Kind.LOCAL, 1000).connected();

    fixture.reply(SessionFixture.ACK).settle();

    List<dev.opamp.javaagent.opamp.proto.AgentToServer> sent = fixture.take();
    assertThat(status(sent.get(sent.size() - 1))).isEqualTo("FAILED h own_metrics: refused");
  }

  @ParameterizedTest
  @ValueSource(longs = {0x20, 0x40, 0x80, 0x200})
  @Tag("CON-01")
  @Tag("CON-85")
  void eachPartNeedsItsOwnCapability(long only) {
    fixture.capabilities = Capabilities.all().without((0x20 | 0x40 | 0x80 | 0x100 | 0x200) & ~only);
    ServerToAgent offer =
        settings(
            "h",
            ConnectionSettingsOffers.newBuilder()
                .setOwnTraces(destination("http://t/"))
                .setOwnMetrics(destination("http://m/"))
                .setOwnLogs(destination("http://l/"))
                .setOpamp(OpAMPConnectionSettings.newBuilder().setDestinationEndpoint("ws://b/"))
                .addOtherConnections(
                    ConnectionSettingsOffers.Entry.newBuilder()
                        .setKey("x")
                        .setValue(OtherConnectionSettings.getDefaultInstance())));

    String answer = status(fixture.ready().reply(offer).settle().takeOne());

    assertThat(answer.split("not supported", -1)).hasSize(5);
    ConnectionSettingsOffer passed = fixture.listener.connections.get(0);
    assertThat(passed.ownTraces() != null).isEqualTo(only == 0x20);
    assertThat(passed.ownMetrics() != null).isEqualTo(only == 0x40);
    assertThat(passed.ownLogs() != null).isEqualTo(only == 0x80);
    assertThat(passed.otherConnections().isEmpty()).isEqualTo(only != 0x200);
    assertThat(fixture.connections).hasSize(1);
  }

  @Test
  @Tag("CON-80")
  void withoutTheCapabilityThereIsNoStatus() {
    fixture.capabilities =
        Capabilities.all().without(Capabilities.REPORTS_CONNECTION_SETTINGS_STATUS);
    fixture.ready().reply(metrics("h", "http://m/")).reply(Servers.flags(1));

    assertThat(fixture.settle().takeOne().hasConnectionSettingsStatus()).isFalse();
    assertThat(fixture.listener.connections).hasSize(1);
  }

  @Test
  @Tag("CON-80")
  @Tag("CON-86")
  void theStatusIsSentWhenItChangesAndWithEverything() {
    fixture.ready().offered(metrics("h", "http://m/"));
    fixture.client.reportHealth(SessionFixture.health("changed"));
    assertThat(fixture.settle().takeOne().hasConnectionSettingsStatus()).isFalse();

    assertThat(status(fixture.reply(Servers.flags(1)).advance(Duration.ofSeconds(1)).takeOne()))
        .isEqualTo("APPLIED h ");
  }

  @Test
  @Tag("CON-86")
  void afterARestartTheFirstReportHasTheStatusAndTheOfferIsNotAppliedAgain() {
    fixture.ready().offered(metrics("h", "http://m/"));

    SessionFixture next = fixture.restarted().start().connected();

    assertThat(status(next.takeOne())).isEqualTo("APPLIED h ");
    assertThat(next.reply(metrics("h", "http://m/")).listener.connections).isEmpty();
  }

  @Test
  @Tag("CON-81")
  void onlyTheNewestOfferHasAStatus() {
    fixture.listener.destinationProblems = null;
    fixture.ready().reply(metrics("old", "http://m/"));
    ConnectionSettingsOutcome old = fixture.listener.lastOutcome;
    fixture.offered(metrics("new", "http://n/"));

    old.done(List.of("own_metrics: gone"));

    assertThat(fixture.settle().take()).isEmpty();
  }

  @Test
  @Tag("RB-28")
  void offersThatChangeAllTheTimeAreThinnedOut() {
    fixture.ready();
    for (int i = 0; i < 1000; i++) {
      fixture.reply(metrics("h" + i, "http://m/" + i));
    }
    fixture.advance(Duration.ofSeconds(20));

    assertThat(fixture.listener.connections).hasSizeLessThan(15);
    assertThat(fixture.listener.connections.get(fixture.listener.connections.size() - 1))
        .extracting(offer -> offer.ownMetrics().endpoint())
        .isEqualTo("http://m/999");
  }

  @Test
  void whatAllDestinationsHaveIsDecoded() {
    TelemetryConnectionSettings full =
        TelemetryConnectionSettings.newBuilder()
            .setDestinationEndpoint("https://m/")
            .setCertificate(
                TLSCertificate.newBuilder()
                    .setCert(ByteString.copyFromUtf8("c"))
                    .setPrivateKey(ByteString.copyFromUtf8("k"))
                    .setCaCert(ByteString.copyFromUtf8("i")))
            .setTls(
                TLSConnectionSettings.newBuilder()
                    .setCaPemContents("ca")
                    .setIncludeSystemCaCertsPool(true)
                    .setInsecureSkipVerify(true)
                    .setMinVersion("1.2")
                    .setMaxVersion("TLSv1.3")
                    .addCipherSuites("A"))
            .setProxy(
                dev.opamp.javaagent.opamp.proto.ProxyConnectionSettings.newBuilder()
                    .setUrl("proxy:3128"))
            .build();
    fixture.ready().reply(settings("h", ConnectionSettingsOffers.newBuilder().setOwnMetrics(full)));

    DestinationOffer decoded = fixture.listener.connections.get(0).ownMetrics();

    assertThat(decoded.certificate().certificate().text()).isEqualTo("c");
    assertThat(decoded.certificate().privateKey().text()).isEqualTo("k");
    assertThat(decoded.certificate().issuer().text()).isEqualTo("i");
    assertThat(decoded.tls().trustedCertificates().text()).isEqualTo("ca");
    assertThat(decoded.tls().includeSystemCertificates()).isTrue();
    assertThat(decoded.tls().insecureSkipVerify()).isTrue();
    assertThat(decoded.tls().minVersion()).isEqualTo("1.2");
    assertThat(decoded.tls().maxVersion()).isEqualTo("TLSv1.3");
    assertThat(decoded.tls().cipherSuites()).containsExactly("A");
    assertThat(decoded.proxy().url()).hasToString("http://proxy:3128");
    assertThat(decoded.headers()).isNull();
  }

  private static TLSCertificate noCertificate() {
    return TLSCertificate.getDefaultInstance();
  }

  private static ServerToAgent metrics(String hash, String endpoint) {
    return settings(
        hash, ConnectionSettingsOffers.newBuilder().setOwnMetrics(destination(endpoint)));
  }

  private static TelemetryConnectionSettings destination(String endpoint) {
    return TelemetryConnectionSettings.newBuilder().setDestinationEndpoint(endpoint).build();
  }

  private static ServerToAgent settings(String hash, ConnectionSettingsOffers.Builder offers) {
    return Servers.message()
        .setConnectionSettings(offers.setHash(ByteString.copyFromUtf8(hash)))
        .build();
  }
}

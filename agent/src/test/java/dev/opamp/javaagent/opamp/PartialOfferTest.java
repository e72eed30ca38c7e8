package dev.opamp.javaagent.opamp;

import static dev.opamp.javaagent.opamp.ConnectionMoveTest.headers;
import static dev.opamp.javaagent.opamp.ConnectionMoveTest.opamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.KeyStoreFile;
import dev.opamp.javaagent.net.SecretSource;
import dev.opamp.javaagent.net.TestIdentity;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.ConnectionSettingsStore.Entry;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.ProxyConnectionSettings;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.TLSConnectionSettings;
import dev.opamp.javaagent.opamp.proto.TelemetryConnectionSettings;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import dev.opamp.javaagent.settings.HostPatterns;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an offer leaves out, and what becomes of what it replaces. */
class PartialOfferTest {

  private static String firstCa;
  private static String secondCa;

  private final SessionFixture fixture = new SessionFixture(false);

  @BeforeAll
  static void makeAuthorities(@TempDir Path dir) throws Exception {
    firstCa = Files.readString(TestIdentity.create(dir, "first", "EC", "dns:a").certificate());
    secondCa = Files.readString(TestIdentity.create(dir, "second", "EC", "dns:b").certificate());
  }

  @BeforeEach
  void overTls() {
    fixture.settings = ConnectionSettings.builder(URI.create("wss://localhost/x")).build();
  }

  @Test
  @Tag("CON-40")
  @Tag("CON-64")
  void tlsAndProxyStayUntilOthersAreOffered() {
    fixture.ready();
    prove(
        opamp(
            "tls",
            OpAMPConnectionSettings.newBuilder()
                .setTls(TLSConnectionSettings.newBuilder().setCaPemContents(firstCa))
                .setProxy(ProxyConnectionSettings.newBuilder().setUrl("proxy.example:3128"))));

    prove(headers("headers", "Authorization", "Bearer new"));

    ConnectionSettings inUse = newest();
    assertThat(fixture.connections).hasSize(3);
    assertThat(inUse.headers()).containsEntry("Authorization", "Bearer new");
    assertThat(inUse.tls().trustedCertificates().text()).isEqualTo(firstCa);
    assertThat(inUse.proxy().url()).hasToString("http://proxy.example:3128");
  }

  @Test
  @Tag("CON-41")
  @Tag("CON-64")
  void whatIsReplacedIsForgottenOnceTheNewIsProved() {
    fixture.ready();
    prove(
        opamp(
            "first",
            OpAMPConnectionSettings.newBuilder()
                .setTls(TLSConnectionSettings.newBuilder().setCaPemContents(firstCa))
                .setProxy(ProxyConnectionSettings.newBuilder().setUrl("old.example:3128"))));

    prove(
        opamp(
            "second",
            OpAMPConnectionSettings.newBuilder()
                .setTls(TLSConnectionSettings.newBuilder().setCaPemContents(secondCa))
                .setProxy(ProxyConnectionSettings.newBuilder().setUrl("new.example:3128"))));

    assertThat(newest().tls().trustedCertificates().text()).isEqualTo(secondCa);
    assertThat(newest().proxy().url()).hasToString("http://new.example:3128");
    String kept = new String(fixture.store.values.get(Entry.ACCEPTED), StandardCharsets.UTF_8);
    assertThat(kept).contains(secondCa).doesNotContain(firstCa).doesNotContain("old.example");
  }

  @Test
  @Tag("CON-31")
  void whatIsNoLongerAllowedIsNoLongerCalledApplied() {
    fixture.ready();
    prove(ConnectionMoveTest.moveTo("h", "wss://other.example/x"));

    SessionFixture next = fixture.restarted();
    next.allowed =
        new ConnectionOfferSettings(
            true, HostPatterns.exactly(List.of("here.example")), false, false);
    next.start().connected();

    assertThat(next.connections).hasSize(1);
    assertThat(next.takeOne().hasConnectionSettingsStatus()).isFalse();
    next.reply(ConnectionMoveTest.moveTo("h", "wss://other.example/x"));
    assertThat(ConnectionMoveTest.status(next.settle().takeOne())).startsWith("FAILED h opamp: ");
  }

  @Test
  @Tag("CON-31")
  void whatIsSwitchedOffLocallyIsNoLongerCalledApplied() {
    fixture.ready();
    prove(ConnectionMoveTest.moveTo("h", "wss://other.example/x"));

    SessionFixture next = fixture.restarted();
    next.allowed = new ConnectionOfferSettings(false, null, false, false);
    next.start().connected();

    assertThat(next.takeOne().hasConnectionSettingsStatus()).isFalse();
  }

  @Test
  @Tag("CON-27")
  void anAgentWithoutCredentialsReportsAndWaitsUntilItIsGivenSome() {
    fixture.start();
    assertThat(fixture.connections.get(0).headers()).isEmpty();
    AgentToServer first = fixture.connected().takeOne();
    assertThat(first.hasAgentDescription()).isTrue();
    fixture.reply(SessionFixture.ACK).advance(Duration.ofDays(2)).take();
    assertThat(fixture.state()).isEqualTo(SessionState.READY);

    prove(headers("h", "Authorization", "Bearer given"));

    assertThat(newest().headers()).containsEntry("Authorization", "Bearer given");
  }

  @Test
  @Tag("CON-23")
  void withoutACertificateInTheOfferNoneIsPresentedAndThatIsSoForAKeyStoreToo(@TempDir Path dir) {
    SecretSource password = SecretSource.text("otel.opamp.client.key.password", "secret");
    fixture.settings =
        ConnectionSettings.builder(URI.create("wss://localhost/x"))
            .tls(
                TlsSettings.builder()
                    .clientKeyStore(
                        new KeyStoreFile("otel.opamp.client.keystore", dir.resolve("k"), password))
                    .clientKeyPassword(password)
                    .build())
            .build();
    fixture.ready();

    prove(ConnectionMoveTest.moveTo("h", "wss://other.example/x"));

    assertThat(newest().tls()).isEqualTo(TlsSettings.defaults());
  }

  @Test
  @Tag("CON-96")
  void aCertificateIsRequestedForTheOpampConnectionAlone() {
    fixture.allowed = new ConnectionOfferSettings(true, null, false, true);
    fixture.start().connected().reply(Servers.capabilities(0x1 | 0x40)).settle();
    AgentToServer asked =
        fixture.take().stream()
            .filter(AgentToServer::hasConnectionSettingsRequest)
            .findFirst()
            .orElseThrow();
    assertThat(asked.getConnectionSettingsRequest().getAllFields()).hasSize(1);
    assertThat(asked.getConnectionSettingsRequest().hasOpamp()).isTrue();

    fixture
        .reply(
            Servers.message()
                .setConnectionSettings(
                    ConnectionSettingsOffers.newBuilder()
                        .setOwnMetrics(
                            TelemetryConnectionSettings.newBuilder()
                                .setDestinationEndpoint("https://m.example/v1/metrics")))
                .build())
        .advance(Duration.ofHours(3));

    assertThat(fixture.take()).noneMatch(AgentToServer::hasConnectionSettingsRequest);
  }

  /** Offers, lets the old connection close, and answers on the new one. */
  private void prove(ServerToAgent offer) {
    fixture.reply(offer).closed(CloseCause.Kind.LOCAL, 1000).connected();
    fixture.reply(SessionFixture.ACK).settle().take();
  }

  private ConnectionSettings newest() {
    return fixture.connections.get(fixture.connections.size() - 1);
  }
}

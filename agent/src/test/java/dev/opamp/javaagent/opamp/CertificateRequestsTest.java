package dev.opamp.javaagent.opamp;

import static dev.opamp.javaagent.opamp.ConnectionMoveTest.opamp;
import static dev.opamp.javaagent.opamp.ConnectionMoveTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.net.SigningKey;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.opamp.proto.ServerErrorResponseType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.TLSCertificate;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking the server for a client certificate. */
class CertificateRequestsTest {

  private static final ServerToAgent ACCEPTS = Servers.capabilities(0x1 | 0x40);

  @TempDir static Path directory;
  private static TestAuthority authority;

  private final SessionFixture fixture = new SessionFixture(false);

  @BeforeEach
  void wantCertificates() throws Exception {
    authority = authority == null ? new TestAuthority(directory) : authority;
    fixture.settings = ConnectionSettings.builder(URI.create("wss://localhost/x")).build();
    fixture.allowed = new ConnectionOfferSettings(true, null, false, true);
  }

  @Test
  @Tag("CON-90")
  void nobodyIsAskedWhoDidNotSayHeAnswers() {
    fixture.start().connected().reply(Servers.capabilities(0x1 | 0x20)).reply(SessionFixture.ACK);

    fixture.advance(Duration.ofHours(2));

    assertThat(requests()).isEmpty();
    assertThat(fixture.keys.requestedFor).isEmpty();
  }

  @Test
  @Tag("CON-91")
  @Tag("CON-99")
  @Tag("CON-102")
  void aServerThatAnswersIsAskedOnce() {
    fixture.start().connected().reply(ACCEPTS).settle();

    List<AgentToServer> asked = requests();
    fixture.reply(ACCEPTS).reply(Servers.flags(1)).advance(Duration.ofMinutes(10));
    fixture.broken().connected().reply(ACCEPTS).advance(Duration.ofMinutes(10));

    assertThat(asked).hasSize(1);
    assertThat(
            asked
                .get(0)
                .getConnectionSettingsRequest()
                .getOpamp()
                .getCertificateRequest()
                .getCsr()
                .toStringUtf8())
        .startsWith("-----BEGIN CERTIFICATE REQUEST-----");
    assertThat(fixture.keys.requestedFor).containsExactly(SessionFixture.UID.toString());
    assertThat(requests()).isEmpty();
  }

  @Test
  @Tag("CON-93")
  void nobodyIsAskedOverAConnectionWithoutTls() {
    fixture.settings = fixture.settings().build();

    fixture.start().connected().reply(ACCEPTS).settle();

    assertThat(requests()).isEmpty();
  }

  @Test
  @Tag("CON-93")
  void unlessThatIsAllowed() {
    fixture.settings = fixture.settings().build();
    fixture.allowed = new ConnectionOfferSettings(true, null, true, true);

    fixture.start().connected().reply(ACCEPTS).settle();

    assertThat(requests()).hasSize(1);
  }

  @Test
  @Tag("CON-102")
  void aRequestThatWasLostIsSentAgain() {
    fixture.start().connected().reply(ACCEPTS).settle().broken().untilAttempt();
    assertThat(requests()).hasSize(1);

    fixture.connected().reply(ACCEPTS).settle();

    assertThat(requests()).hasSize(1);
  }

  @Test
  @Tag("CON-97")
  void aRefusedRequestIsNotRepeatedForAnHour() {
    fixture.start().connected().reply(ACCEPTS).settle();
    assertThat(requests()).hasSize(1);

    fixture.reply(Servers.error(ServerErrorResponseType.ServerErrorResponseType_BadRequest));
    fixture.reply(ACCEPTS).advance(Duration.ofMinutes(59)).reply(ACCEPTS);

    assertThat(requests()).isEmpty();
    assertThat(fixture.advance(Duration.ofMinutes(2)).keys.requestedFor).hasSize(2);
    assertThat(requests()).hasSize(1);
  }

  @Test
  @Tag("CON-98")
  void aCertificateThatComesAfterARefusalIsNotAskedForAgain() throws Exception {
    fixture.start().connected().reply(ACCEPTS).settle();
    fixture.reply(Servers.error(ServerErrorResponseType.ServerErrorResponseType_BadRequest));

    fixture.reply(offer("h", signed(fixture), "new")).closed(CloseCause.Kind.LOCAL, 1000);
    fixture.connected().reply(ACCEPTS).advance(Duration.ofHours(2));

    assertThat(fixture.keys.requestedFor).hasSize(1);
  }

  @Test
  @Tag("CON-94")
  @Tag("CON-100")
  void theCertificateIsUsedWithOurKeyAndWithWhatCameAlong() throws Exception {
    fixture.start().connected().reply(ACCEPTS).settle().reply(offer("h", signed(fixture), "new"));

    fixture.closed(CloseCause.Kind.LOCAL, 1000).connected();

    ConnectionSettings used = fixture.connections.get(1);
    assertThat(used.tls().clientKey().text()).isEqualTo(fixture.keys.privateKey());
    assertThat(used.headers()).containsEntry("x", "new");
    fixture.take();
    assertThat(status(fixture.reply(ACCEPTS).advance(Duration.ofSeconds(2)).takeOne()))
        .isEqualTo("APPLIED h ");
    assertThat(requests()).isEmpty();
  }

  @Test
  @Tag("CON-102")
  void theCertificateMayComeAfterARestart() throws Exception {
    fixture.start().connected().reply(ACCEPTS).settle();

    SessionFixture next = fixture.restarted().start().connected();
    next.reply(offer("h", signed(fixture), "new")).closed(CloseCause.Kind.LOCAL, 1000);

    assertThat(next.connections.get(1).tls().clientCertificate()).isNotNull();
  }

  @Test
  @Tag("CON-101")
  void aCertificateForAnotherKeyIsRefused() throws Exception {
    fixture.start().connected().reply(ACCEPTS).settle();
    fixture.take();
    String swapped = authority.sign(SigningKey.generate().certificateRequest("x"));

    fixture.reply(offer("h", swapped, "new")).settle();

    assertThat(status(fixture.takeOne())).startsWith("FAILED h opamp: ").contains("not belong");
    assertThat(fixture.connections).hasSize(1);
  }

  @Test
  @Tag("CON-98")
  void anotherIsAskedForInTheLastThirdOfItsLife() throws Exception {
    certified("1");
    fixture.advance(Duration.ofHours(15));
    assertThat(fixture.keys.requestedFor).hasSize(1);

    fixture.advance(Duration.ofHours(2));

    assertThat(fixture.keys.requestedFor).hasSize(2);
  }

  @Test
  @Tag("CON-99")
  @Tag("ID-15")
  void aNewInstanceUidIsANewRequestOverTheOldCertificate() throws Exception {
    certified("90");
    byte[] assigned = SessionFixture.UID.bytes();
    assigned[15] = 9;

    fixture.reply(Servers.newUid(assigned)).settle();

    assertThat(fixture.keys.requestedFor).hasSize(2);
    assertThat(fixture.keys.requestedFor.get(1)).endsWith("09");
    assertThat(fixture.connections).hasSize(2);
    assertThat(requests()).hasSize(1);
  }

  private void certified(String days) throws Exception {
    fixture.start().connected().reply(ACCEPTS).settle();
    String certificate =
        authority.sign(fixture.keys.key.certificateRequest("agent"), "-validity", days);
    fixture.reply(offer("h", certificate, "new")).closed(CloseCause.Kind.LOCAL, 1000);
    fixture.connected().reply(ACCEPTS).advance(Duration.ofSeconds(10));
    fixture.take();
  }

  private static String signed(SessionFixture fixture) throws Exception {
    return authority.sign(fixture.keys.key.certificateRequest("agent"));
  }

  /** What was sent since the last look and holds a request. */
  private List<AgentToServer> requests() {
    return fixture.take().stream().filter(AgentToServer::hasConnectionSettingsRequest).toList();
  }

  private static ServerToAgent offer(String hash, String certificate, String header) {
    return opamp(
        hash,
        OpAMPConnectionSettings.newBuilder()
            .setHeaders(
                Headers.newBuilder().addHeaders(Header.newBuilder().setKey("x").setValue(header)))
            .setCertificate(
                TLSCertificate.newBuilder().setCert(ByteString.copyFromUtf8(certificate))));
  }
}

package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.HostileCase.breaking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.suites.hostile.HostileServer;
import dev.opamp.javaagent.testing.suites.hostile.HostileServer.Tls;
import dev.opamp.javaagent.testing.suites.hostile.Misdeed;
import dev.opamp.javaagent.testing.suites.hostile.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What a server can do with TLS. */
final class TlsCases {

  private static final char[] PASSWORD = "in-memory".toCharArray();

  private final SelfSignedCertificate good = SelfSignedCertificate.forLoopback();
  private final SelfSignedCertificate second = SelfSignedCertificate.forLoopback();
  private final SelfSignedCertificate elsewhere =
      SelfSignedCertificate.forNames(List.of("elsewhere.example"), false);

  /** What the agent trusts: both good certificates, and the one for another host. */
  Path authorities() throws IOException {
    return Files.writeString(
        Files.createTempFile("authorities", ".pem"),
        good.certificatePem() + second.certificatePem() + elsewhere.certificatePem());
  }

  void showGood(HostileServer server) {
    server.show(tls(good, false));
  }

  List<HostileCase> all() {
    return List.of(
        onDial("a handshake that never goes on", Peer::awaitEnd),
        onDial("plain text instead of a handshake", peer -> peer.send("HTTP/1.1 400 No\r\n\r\n")),
        onDial("cut during the handshake", peer -> {}),
        refused("a certificate nobody trusts", tls(SelfSignedCertificate.forLoopback(), false)),
        refused("a certificate for another host", tls(elsewhere, false)),
        refused("a demand for a client certificate", tls(good, true)),
        breaking("RB-39", "another good certificate at the next connection", this::changed));
  }

  private static HostileCase onDial(String name, Misdeed misdeed) {
    return breaking(
        "RB-39",
        name,
        lane -> {
          lane.server().scriptDials(misdeed);
          lane.server().drop();
          lane.server().awaitScriptDone(HostileLane.PATIENCE);
        });
  }

  /** Twice, so that the pause between is seen. */
  private HostileCase refused(String name, Tls shown) {
    return breaking(
        "RB-39",
        name,
        lane -> {
          HostileServer server = lane.server();
          int requests = server.requests();
          server.show(shown);
          server.drop();
          int dials = server.dials().size();
          // A client may find the fault when the handshake is over for the server.
          server.awaitDials(dials + 2, HostileLane.PATIENCE);
          assertThat(server.requests()).isEqualTo(requests);
          showGood(server);
          List<Long> at = server.dials();
          assertThat(at.get(dials + 1) - at.get(dials)).isGreaterThan(90_000_000L);
        });
  }

  private void changed(HostileLane lane) {
    lane.server().show(tls(second, false));
    lane.server().drop();
  }

  private static Tls tls(SelfSignedCertificate certificate, boolean demandsClients) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server",
          certificate.privateKey(),
          PASSWORD,
          new Certificate[] {certificate.certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new Tls(context, demandsClients);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.server.tls.ServerTls;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client certificates and proxies as operators have them. */
class SecureConnectionsIT {

  private static final String PASSWORD = "opensesame";

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"wss,plain", "https,plain", "wss,encrypted", "https,keystore"})
  @Tag("CON-24")
  void serverThatWantsAClientCertificate_agentConnects(String scheme, String form)
      throws Exception {
    SelfSignedCertificate serverIdentity = SelfSignedCertificate.forLoopback();
    SelfSignedCertificate client = SelfSignedCertificate.forNames(List.of("client"), false);
    Path ca = Files.writeString(dir.resolve("ca.pem"), serverIdentity.certificatePem());
    try (OpampServer server = start(0, serverIdentity, client);
        HostProcess service =
            run(
                withIdentity(
                    host(server, scheme).env("OTEL_OPAMP_CERTIFICATE", ca.toString()),
                    client,
                    form))) {
      assertThat(service.isAlive()).isTrue();
      awaitAgent(server);
    }
  }

  @ParameterizedTest
  @CsvSource({"wss,http", "https,http", "wss,socks5", "https,socks5"})
  @Tag("CON-60")
  @Tag("CON-62")
  void proxyWithCredentials_agentConnectsThroughIt(String scheme, String kind) throws Exception {
    SelfSignedCertificate identity = SelfSignedCertificate.forLoopback();
    Path ca = Files.writeString(dir.resolve("ca.pem"), identity.certificatePem());
    try (OpampServer server = start(0, identity, null);
        ForwardingProxy proxy = new ForwardingProxy("user:" + PASSWORD);
        HostProcess service =
            run(
                host(server, scheme)
                    .env("OTEL_OPAMP_CERTIFICATE", ca.toString())
                    .env("OTEL_OPAMP_LOG_LEVEL", "debug")
                    .env(
                        "OTEL_OPAMP_PROXY",
                        kind + "://user:" + PASSWORD + "@127.0.0.1:" + proxy.port()))) {
      awaitAgent(server);
      assertThat(proxy.tunnels()).isPositive();
      assertThat(service.stderr()).doesNotContain(PASSWORD);
    }
  }

  private HostProcess.Builder withIdentity(
      HostProcess.Builder host, SelfSignedCertificate client, String form) throws Exception {
    if (form.equals("keystore")) {
      Path store = dir.resolve("client.p12");
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(
          "client",
          client.privateKey(),
          PASSWORD.toCharArray(),
          new Certificate[] {client.certificate()});
      try (OutputStream out = Files.newOutputStream(store)) {
        keys.store(out, PASSWORD.toCharArray());
      }
      return host.env("OTEL_OPAMP_CLIENT_KEYSTORE", store.toString())
          .env("OTEL_OPAMP_CLIENT_KEYSTORE_PASSWORD", PASSWORD);
    }
    boolean encrypted = form.equals("encrypted");
    Path certificate = Files.writeString(dir.resolve("client.pem"), client.certificatePem());
    Path key =
        Files.writeString(
            dir.resolve("client.key"), encrypted ? encrypted(client) : client.privateKeyPem());
    Path password = Files.writeString(dir.resolve("password"), PASSWORD + "\n");
    HostProcess.Builder given =
        host.env("OTEL_OPAMP_CLIENT_CERTIFICATE", certificate.toString())
            .env("OTEL_OPAMP_CLIENT_KEY", key.toString());
    return encrypted
        ? given.env("OTEL_OPAMP_CLIENT_KEY_PASSWORD_FILE", password.toString())
        : given;
  }

  private static String encrypted(SelfSignedCertificate client) throws Exception {
    String algorithm = "PBEWithSHA1AndDESede";
    SecretKey secret =
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(PASSWORD.toCharArray()));
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(Cipher.ENCRYPT_MODE, secret);
    byte[] der =
        new EncryptedPrivateKeyInfo(
                cipher.getParameters(), cipher.doFinal(client.privateKey().getEncoded()))
            .getEncoded();
    return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
  }

  private static void awaitAgent(OpampServer server) throws Exception {
    server.awaitAgent(agent -> agent.serviceName().equals("secure"), TestBed.PATIENCE);
  }

  private static OpampServer start(
      int port, SelfSignedCertificate identity, SelfSignedCertificate client) throws Exception {
    ServerTls tls = ServerTls.selfSigned(identity);
    return OpampServer.builder()
        .opampPort(port)
        .withoutConsole()
        .tls(client == null ? tls : tls.requiringClients(List.of(client.certificate())))
        .build()
        .start();
  }

  private static HostProcess.Builder host(OpampServer server, String scheme) {
    return host(scheme.equals("wss") ? server.webSocketEndpoint() : server.httpEndpoint());
  }

  private static HostProcess.Builder host(String endpoint) {
    return HostProcess.java()
        .env("OTEL_OPAMP_ENDPOINT", endpoint)
        .env("OTEL_OPAMP_POLL_INTERVAL", "1s")
        .env("OTEL_TRACES_EXPORTER", "none")
        .env("OTEL_METRICS_EXPORTER", "none")
        .env("OTEL_LOGS_EXPORTER", "none")
        .env("OTEL_SERVICE_NAME", "secure");
  }

  private static HostProcess run(HostProcess.Builder host) throws Exception {
    return host.start("-cp", HostProcess.sampleApps(), TestBed.SERVICE);
  }
}

package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.server.OpampServer;
import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.server.tls.ServerTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted endpoints: a private CA is trusted when it is named, and never otherwise. */
class TlsIT {

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  @Tag("TR-01")
  @Tag("TR-07")
  void privateCaNamedInTheSettings_configurationWorks(String scheme, @TempDir Path directory)
      throws Exception {
    SelfSignedCertificate certificate = SelfSignedCertificate.forLoopback();
    Path ca = Files.writeString(directory.resolve("ca.pem"), certificate.certificatePem());
    try (OpampServer server = start(certificate);
        HostProcess service =
            host(server, scheme)
                .env("OTEL_OPAMP_CERTIFICATE", ca.toString())
                .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      UUID uid = server.awaitAgent(a -> a.serviceName().equals("secure"), TestBed.PATIENCE).uid();
      var status =
          server.awaitStatus(
              uid,
              server.offerYaml(
                  uid, "file_format: \"1.0\"\ntracer_provider:\n  sampler:\n    always_off:\n"),
              TestBed.PATIENCE);
      assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "https"})
  @Tag("TR-07")
  void unknownCa_noMessageArrivesAndTheHostRuns(String scheme) throws Exception {
    try (OpampServer server = start(SelfSignedCertificate.forLoopback());
        HostProcess service =
            host(server, scheme)
                .env("OTEL_OPAMP_LOG_LEVEL", "debug")
                .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      TestBed.portOf(service);
      service.awaitErrorLine(line -> line.contains("BACKING_OFF"), TestBed.PATIENCE);
      Awaitility.await()
          .during(2, TimeUnit.SECONDS)
          .atMost(5, TimeUnit.SECONDS)
          .until(() -> server.agents().isEmpty());
      assertThat(service.isAlive()).isTrue();
    }
  }

  private static OpampServer start(SelfSignedCertificate certificate) {
    return OpampServer.builder()
        .opampPort(0)
        .withoutConsole()
        .tls(ServerTls.selfSigned(certificate))
        .build()
        .start();
  }

  private static HostProcess.Builder host(OpampServer server, String scheme) {
    return HostProcess.java()
        .env(
            "OTEL_OPAMP_ENDPOINT",
            scheme.equals("wss") ? server.webSocketEndpoint() : server.httpEndpoint())
        .env("OTEL_OPAMP_POLL_INTERVAL", "1s")
        .env("OTEL_TRACES_EXPORTER", "none")
        .env("OTEL_METRICS_EXPORTER", "none")
        .env("OTEL_LOGS_EXPORTER", "none")
        .env("OTEL_SERVICE_NAME", "secure");
  }
}

package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import dev.opamp.javaagent.settings.OwnTelemetrySettings;
import dev.opamp.javaagent.state.StateStore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnTelemetryDestinationsTest {

  private static final OwnTelemetrySettings NOTHING = new OwnTelemetrySettings(null, Map.of());
  private static final OwnTelemetrySettings LOCAL =
      new OwnTelemetrySettings(URI.create("http://local:4318/x"), Map.of("k", "local"));

  @TempDir Path dir;

  private static TelemetryDestination to(String url) {
    return new TelemetryDestination(url, Map.of("authorization", "Bearer é", "empty", ""));
  }

  @Test
  @Tag("OWN-22")
  void whatWasAcceptedCountsAtTheNextStartSignalBySignal() {
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryDestinations first = new OwnTelemetryDestinations(NOTHING, state);
      first.accepted(new OwnTelemetryOffer(to("http://a/m"), to("http://a/t"), null));
      first.accepted(new OwnTelemetryOffer(null, to("http://b/t"), null));
    }
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryOffer initial = new OwnTelemetryDestinations(NOTHING, state).initial();
      assertThat(initial.metrics()).isEqualTo(to("http://a/m"));
      assertThat(initial.traces()).isEqualTo(to("http://b/t"));
      assertThat(initial.logs()).isNull();
    }
  }

  @Test
  @Tag("OWN-22")
  void tlsCertificateAndProxyAreKeptToo() {
    TlsSettings tls =
        TlsSettings.builder()
            .trustedCertificates(PemSource.text("tls.ca_pem_contents", "x".repeat(70_000)))
            .includeSystemCertificates(true)
            .client(
                PemSource.file("certificate", Path.of("/etc/client.pem")),
                PemSource.text("certificate.private_key", "secret"))
            .clientIssuer(PemSource.text("certificate.ca_cert", "issuer"))
            .versions("1.2", "TLSv1.3")
            .cipherSuites(List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"))
            .build();
    ProxySettings proxy =
        new ProxySettings(URI.create("http://user:password@proxy:3128"), Map.of("X-Tenant", "7"));
    TelemetryDestination traces = new TelemetryDestination("https://a/t", Map.of(), tls, proxy);
    try (StateStore state = StateStore.open(dir)) {
      new OwnTelemetryDestinations(NOTHING, state)
          .accepted(new OwnTelemetryOffer(to("http://a/m"), traces, null));
    }
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryOffer initial = new OwnTelemetryDestinations(NOTHING, state).initial();
      assertThat(initial.metrics()).isEqualTo(to("http://a/m"));
      assertThat(initial.traces()).isEqualTo(traces);
    }
  }

  @Test
  @Tag("OWN-13")
  void aReplacedKeyIsNotKept() throws Exception {
    TlsSettings tls =
        TlsSettings.builder()
            .client(
                PemSource.text("certificate.cert", "certificate"),
                PemSource.text("certificate.private_key", "old secret"))
            .build();
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryDestinations destinations = new OwnTelemetryDestinations(NOTHING, state);
      destinations.accepted(
          new OwnTelemetryOffer(
              new TelemetryDestination("https://a/m", Map.of(), tls, null), null, null));
      assertThat(state.get("own-telemetry")).asString().contains("old secret");
      destinations.accepted(new OwnTelemetryOffer(to("https://a/m"), null, null));
      assertThat(state.get("own-telemetry")).asString().doesNotContain("old secret");
    }
  }

  @Test
  void whatAnEarlierVersionStoredIsStillRead() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x07E1E701);
    out.writeBoolean(true);
    out.writeUTF("http://a/m");
    out.writeInt(1);
    out.writeUTF("k");
    out.writeUTF("v");
    out.writeBoolean(false);
    out.writeBoolean(false);
    try (StateStore state = StateStore.open(null)) {
      state.put("own-telemetry", bytes.toByteArray());
      assertThat(new OwnTelemetryDestinations(NOTHING, state).initial().metrics())
          .isEqualTo(new TelemetryDestination("http://a/m", Map.of("k", "v")));
    }
  }

  @Test
  void localSettingsFillWhatTheServerNeverOffered() {
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryDestinations destinations = new OwnTelemetryDestinations(LOCAL, state);
      destinations.accepted(new OwnTelemetryOffer(null, to("http://a/t"), null));
      OwnTelemetryOffer initial = destinations.initial();
      assertThat(initial.metrics())
          .isEqualTo(
              new TelemetryDestination("http://local:4318/x/v1/metrics", Map.of("k", "local")));
      assertThat(initial.traces()).isEqualTo(to("http://a/t"));
      assertThat(initial.logs().endpoint()).isEqualTo("http://local:4318/x/v1/logs");
      assertThat(destinations.local().traces().endpoint())
          .isEqualTo("http://local:4318/x/v1/traces");
    }
  }

  @Test
  void localSettingsAreNotStored() {
    try (StateStore state = StateStore.open(dir)) {
      new OwnTelemetryDestinations(LOCAL, state)
          .accepted(new OwnTelemetryOffer(to("http://a/m"), null, null));
      OwnTelemetryOffer later = new OwnTelemetryDestinations(NOTHING, state).initial();
      assertThat(later.metrics()).isEqualTo(to("http://a/m"));
      assertThat(later.logs()).isNull();
    }
  }

  @Test
  @Tag("OWN-22")
  void onlyTheOwnerCanReadTheHeaders() throws Exception {
    try (StateStore state = StateStore.open(dir)) {
      new OwnTelemetryDestinations(NOTHING, state)
          .accepted(new OwnTelemetryOffer(to("http://a/m"), null, null));
      Path file = state.slotDirectory().resolve("own-telemetry.state");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void whatCannotBeReadIsForgotten() throws Exception {
    byte[] whole =
        StoredDestinations.encode(new OwnTelemetryOffer(to("http://a/m"), to("http://t"), null));
    byte[] otherFormat = whole.clone();
    otherFormat[3] += 7;
    for (byte[] bad :
        new byte[][] {new byte[0], Arrays.copyOf(whole, whole.length - 2), otherFormat}) {
      try (StateStore state = StateStore.open(null)) {
        state.put("own-telemetry", bad);
        assertThat(new OwnTelemetryDestinations(NOTHING, state).initial().metrics()).isNull();
        assertThat(state.get("own-telemetry")).isNull();
      }
    }
  }
}

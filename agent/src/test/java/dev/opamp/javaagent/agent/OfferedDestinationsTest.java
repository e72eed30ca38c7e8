package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.ClientCertificate;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.DestinationOffer;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OfferedDestinationsTest {

  private static final PemSource CA = PemSource.text("tls.ca_pem_contents", "ca");
  private static final PemSource CERTIFICATE = PemSource.text("certificate.cert", "cert");
  private static final PemSource KEY = PemSource.text("certificate.private_key", "key");
  private static final PemSource ISSUER = PemSource.text("certificate.ca_cert", "issuer");
  private static final ProxySettings PROXY =
      new ProxySettings(URI.create("http://proxy:3128"), Map.of("X-Tenant", "seven"));
  private static final TelemetryDestination IN_FORCE =
      new TelemetryDestination(
          "https://a/m",
          Map.of("X-Key", "old"),
          TlsSettings.builder()
              .trustedCertificates(CA)
              .client(CERTIFICATE, KEY)
              .clientIssuer(ISSUER)
              .build(),
          PROXY);

  private static OfferedDestinations metrics(DestinationOffer offer) {
    return OfferedDestinations.of(
        new ConnectionSettingsOffer(offer, null, null, Map.of()),
        new OwnTelemetryOffer(IN_FORCE, null, null));
  }

  private static DestinationOffer.Builder offer() {
    return DestinationOffer.builder().endpoint("https://b/m");
  }

  @Test
  @Tag("OWN-13")
  @Tag("OWN-14")
  void tlsAndProxyStayWhenLeftOutButHeadersAndCertificateGo() {
    OfferedDestinations offered = metrics(offer().build());

    assertThat(offered.problems()).isEmpty();
    assertThat(offered.destinations().metrics())
        .isEqualTo(
            new TelemetryDestination(
                "https://b/m",
                Map.of(),
                TlsSettings.builder().trustedCertificates(CA).build(),
                PROXY));
    assertThat(offered.destinations().traces()).isNull();
  }

  @Test
  @Tag("OWN-12")
  @Tag("OWN-14")
  void whatIsOfferedReplacesWhatWas() {
    PemSource otherCa = PemSource.text("tls.ca_pem_contents", "other");
    ProxySettings otherProxy = new ProxySettings(URI.create("socks5://proxy:1080"), Map.of());
    DestinationOffer offer =
        offer()
            .headers(Map.of("X-Key", "new"))
            .certificate(new ClientCertificate(CERTIFICATE, KEY, ISSUER))
            .tls(TlsSettings.builder().trustedCertificates(otherCa).versions("1.3", "").build())
            .proxy(otherProxy)
            .build();

    assertThat(metrics(offer).destinations().metrics())
        .isEqualTo(
            new TelemetryDestination(
                "https://b/m",
                Map.of("X-Key", "new"),
                TlsSettings.builder()
                    .trustedCertificates(otherCa)
                    .versions("1.3", "")
                    .client(CERTIFICATE, KEY)
                    .clientIssuer(ISSUER)
                    .build(),
                otherProxy));
  }

  @Test
  @Tag("OWN-13")
  void aCertificateWithoutItsKeyIsAProblemOfItsPart() {
    DestinationOffer offer =
        offer().certificate(new ClientCertificate(CERTIFICATE, null, null)).build();

    assertThat(metrics(offer).problems())
        .containsExactly("own_metrics: certificate.private_key is missing");
  }

  @Test
  void aSignalWithoutADestinationStartsFromTheDefaults() {
    OfferedDestinations offered =
        OfferedDestinations.of(
            new ConnectionSettingsOffer(null, null, offer().build(), Map.of()),
            new OwnTelemetryOffer(IN_FORCE, null, null));

    assertThat(offered.destinations().logs())
        .isEqualTo(new TelemetryDestination("https://b/m", Map.of()));
  }
}

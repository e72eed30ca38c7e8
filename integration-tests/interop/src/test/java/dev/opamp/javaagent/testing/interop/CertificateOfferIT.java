package dev.opamp.javaagent.testing.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opamp.javaagent.testing.suites.HostProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client certificate from a server built on opamp-go: its key comes in PKCS #1 form. */
class CertificateOfferIT {

  private static final String HASH = "a certificate";
  private static final String NAME = "offered-client";

  @ParameterizedTest
  @MethodSource("dev.opamp.javaagent.testing.interop.Cell#encrypted")
  @Tag("CON-17")
  @Tag("CON-24")
  void offeredCertificate_isShownToTheServerFromThenOn(Cell cell) throws Exception {
    try (InteropBed bed = InteropBed.start(cell);
        HostProcess service = bed.service("certified")) {
      String uid = bed.awaitFirstReport("certified").uid();
      JsonNode made = bed.peer.clientCertificate(NAME);
      int from = bed.peer.now();
      bed.tell(
          uid,
          Offer.clientCertificate(HASH, made.path("cert").asText(), made.path("key").asText()));
      PeerEvent connected =
          bed.peer.await(
              "a connection with the certificate",
              from,
              event -> event.is("connecting") && event.text().equals(NAME));
      PeerEvent report =
          bed.peer.await("the outcome", connected.number(), CertificateOfferIT::isOutcome);
      assertThat(report.uid()).isEqualTo(uid);
      assertThat(status(report).path("status").asText())
          .as(report.toString())
          .isEqualTo("ConnectionSettingsStatuses_APPLIED");
      assertThat(service.stderr()).doesNotContain("PRIVATE KEY");
    }
  }

  private static boolean isOutcome(PeerEvent event) {
    String status = status(event).path("status").asText();
    return status(event).path("lastConnectionSettingsHash").asText().equals(Offer.base64(HASH))
        && (status.endsWith("APPLIED") || status.endsWith("FAILED"));
  }

  private static JsonNode status(PeerEvent event) {
    return event.message().path("connectionSettingsStatus");
  }
}

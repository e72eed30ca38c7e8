package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.config.OtherConnections;
import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.ClientCertificate;
import dev.opamp.javaagent.opamp.DestinationOffer;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredConnectionsTest {

  private static final OtherConnections EVERYTHING =
      OtherConnections.NONE.with(
          Map.of(
              "otlp/traces",
              DestinationOffer.builder()
                  .endpoint("https://collector.example.com/v1/traces")
                  .headers(Map.of("Authorization", "t0ken"))
                  .certificate(
                      new ClientCertificate(
                          pem("certificate.cert"), pem("certificate.private_key"), null))
                  .tls(
                      TlsSettings.builder()
                          .trustedCertificates(pem("tls.ca_pem_contents"))
                          .includeSystemCertificates(true)
                          .insecureSkipVerify(true)
                          .versions("1.2", "TLSv1.3")
                          .cipherSuites(List.of("TLS_AES_128_GCM_SHA256"))
                          .build())
                  .proxy(new ProxySettings(URI.create("http://proxy:3128"), Map.of("X-Proxy", "1")))
                  .build(),
              "empty",
              DestinationOffer.builder().headers(Map.of()).build(),
              "otlp",
              DestinationOffer.builder().build()));

  private static PemSource pem(String name) {
    return PemSource.text(name, name.repeat(10_000));
  }

  @Test
  void everyPartOfAConnectionIsReadBack() throws Exception {
    OtherConnections read = StoredConnections.decode(StoredConnections.encode(EVERYTHING));
    assertThat(read.byName()).isEqualTo(EVERYTHING.byName());
    assertThat(read.byName().get("otlp").asOffer().headers()).isNull();
    assertThat(read.byName().get("empty").asOffer().headers()).isEmpty();
  }

  @Test
  void bytesThatAreNotWholeOrOfAnotherFormatAreRefused() throws Exception {
    byte[] whole = StoredConnections.encode(EVERYTHING);
    assertThatThrownBy(() -> StoredConnections.decode(Arrays.copyOf(whole, whole.length - 1)))
        .isInstanceOf(IOException.class);
    whole[0]++;
    assertThatThrownBy(() -> StoredConnections.decode(whole))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format");
  }
}

package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {

  @ParameterizedTest
  @CsvSource({"https,false", "wss,false", "http,true"})
  @Tag("ERR-23")
  void neverFromTlsToPlainText(String from, boolean allowed) throws Exception {
    Redirects redirects =
        new Redirects(ServerAddress.of(URI.create(from + "://h.example/v1/opamp")));
    Redirects.Attempt attempt = redirects.begin();
    boolean followed = true;
    try {
      attempt.follow(301, "ws://h.example/v1/opamp");
    } catch (FailedConnectionException refused) {
      followed = false;
      assertThat(refused).hasMessageContaining("from TLS to plain text");
    }
    assertThat(followed).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h.example/,https://h.example/,true",
    "http://h.example/,https://H.EXAMPLE/x,true",
    "http://h.example/,http://h.example:81/,false",
    "https://h.example/,https://h.example:444/,false",
    "https://h.example/,https://sub.h.example/,false",
    "https://h.example/,https://h.example.evil/,false"
  })
  @Tag("ERR-23")
  void theStepToTlsOnTheSameHostKeepsCredentials(String from, String to, boolean trusted)
      throws Exception {
    Redirects.Attempt attempt = new Redirects(ServerAddress.of(URI.create(from))).begin();
    attempt.follow(301, to);
    assertThat(attempt.target().isTrusted()).isEqualTo(trusted);
    Map<String, String> headers =
        RequestHeaders.of(
                ConnectionSettings.builder(URI.create(from)).header("X-Tenant", "canary").build())
            .forTarget(attempt.target());
    assertThat(headers.containsKey("X-Tenant")).isEqualTo(trusted);
  }
}

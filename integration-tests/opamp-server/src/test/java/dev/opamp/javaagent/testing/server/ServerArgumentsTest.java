package dev.opamp.javaagent.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerArgumentsTest {

  @TempDir Path folder;

  @Test
  void options_shapeTheServer() throws Exception {
    Path certificate = folder.resolve("ca.pem");
    var arguments =
        new ServerArguments(
            "--port",
            "0",
            "--console-port",
            "0",
            "--path",
            "/other",
            "--tls-self-signed",
            certificate.toString());
    try (OpampServer server = arguments.toBuilder().build().start()) {
      assertThat(server.webSocketEndpoint()).startsWith("wss://").endsWith("/other");
      assertThat(server.consolePort()).isPositive();
      assertThat(Files.readString(certificate)).startsWith("-----BEGIN CERTIFICATE-----");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--colour, red, unknown option --colour",
    "--port, many, --port must be a number from 0 to 65535",
    "--port, 65536, --port must be a number from 0 to 65535",
    "--poll-interval, 0, --poll-interval must be a number from 1",
    "--tls-cert, x.pem, --tls-key is missing",
  })
  void wrongOption_isNamed(String option, String value, String words) {
    assertThatThrownBy(() -> new ServerArguments(option, value).toBuilder())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void optionWithoutValue_isNamed() {
    assertThatThrownBy(() -> new ServerArguments("--port"))
        .hasMessageContaining("--port needs a value");
  }

  @Test
  void takenPort_isToldInWords() {
    try (OpampServer first = OpampServer.builder().opampPort(0).withoutConsole().build().start()) {
      OpampServer second =
          OpampServer.builder().opampPort(first.opampPort()).withoutConsole().build();
      assertThatThrownBy(second::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(String.valueOf(first.opampPort()));
    }
  }
}

package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished jar as a program: {@code java -jar opamp-javaagent.jar}. */
class CommandLineIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String GOOD =
      """
      file_format: "1.0"
      resource:
        attributes:
          - {name: team, value: "${TEAM}"}
      tracer_provider:
        processors:
          - batch: {exporter: {otlp_http: {endpoint: "http://127.0.0.1:PORT/v1/traces"}}}
          - simple: {exporter: {otlp_grpc: {endpoint: "http://127.0.0.1:PORT"}}}
          - simple: {exporter: {console: }}
        sampler: {trace_id_ratio_based: {ratio: 0.1}}
      meter_provider:
        readers:
          - periodic: {exporter: {otlp_http: {endpoint: "http://127.0.0.1:PORT/v1/metrics"}}}
          - periodic: {exporter: {console: }}
      logger_provider:
        processors:
          - batch: {exporter: {otlp_http: {endpoint: "http://127.0.0.1:PORT/v1/logs"}}}
      """;

  private static final String BAD =
      """
      file_format: "1.0"
      disabled: perhaps
      tracer_provider:
        processors:
          - batch: {exporter: {otlp_http: {tls: {ca_file: no-such-ca.pem}}}}
      """;

  @TempDir private Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("good.yaml"), GOOD.replace("PORT", "4318"));
    Files.writeString(directory.resolve("bad.yaml"), BAD);
  }

  private record Outcome(int code, String out, String err) {}

  private HostProcess start(String... args) throws IOException {
    return start(HostProcess.java(), args);
  }

  private HostProcess start(HostProcess.Builder java, String... args) throws IOException {
    List<String> line = new ArrayList<>(List.of("-jar", HostProcess.agentJar().toString()));
    line.addAll(List.of(args));
    return java.withoutAgent().directory(directory).start(line.toArray(String[]::new));
  }

  private static Outcome end(HostProcess process) throws Exception {
    try (process) {
      int code = process.awaitExit(LIMIT);
      return new Outcome(code, process.stdout(), process.stderr());
    }
  }

  @Test
  void aGoodDocumentIsShownAndNothingElse() throws Exception {
    Outcome outcome = end(start("validate", "good.yaml"));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .startsWith("file_format: \"1.0\"\nlogger_provider:\n  processors:\n")
        .endsWith("  sampler:\n    trace_id_ratio_based:\n      ratio: 0.1");
  }

  @Test
  void theEnvironmentIsUsedAndNotShown() throws Exception {
    Outcome outcome =
        end(start(HostProcess.java().env("TEAM", "checkout"), "validate", "good.yaml"));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("value: \"[REDACTED]\"").doesNotContain("checkout");
  }

  @Test
  void everyErrorOfABadDocumentIsOneLineOnStderr() throws Exception {
    assertThat(end(start("validate", "bad.yaml")))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "bad.yaml:2: disabled: must be true or false, but is text\n"
                    + "bad.yaml:5: tracer_provider.processors[0].batch.exporter.otlp_http.tls"
                    + ".ca_file: Invalid OTLP certificate/key path: no-such-ca.pem"));
  }

  @Test
  void severalFilesAndStandardInputAreChecked() throws Exception {
    HostProcess process = start("validate", "bad.yaml", "-", "absent.yaml");
    process.sendLine("file_format: '1.0'");
    process.endInput();
    Outcome outcome = end(process);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEqualTo("--- # -\nfile_format: \"1.0\"");
    assertThat(outcome.err().lines()).hasSize(3);
    assertThat(outcome.err()).endsWith("absent.yaml: cannot be read: no such file");
  }

  @Test
  void aPartIsLaidOverItsBase() throws Exception {
    Files.writeString(
        directory.resolve("part.yaml"), "tracer_provider: {sampler: {always_off: }}\n");
    Outcome outcome = end(start("validate", "--over", "good.yaml", "part.yaml"));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).endsWith("  sampler:\n    always_off:");
  }

  @Test
  void diffNamesTheStepsOfTheChange() throws Exception {
    String other =
        Files.readString(directory.resolve("good.yaml")).replace("ratio: 0.1", "ratio: 0.5");
    Files.writeString(directory.resolve("other.yaml"), other);

    assertThat(end(start("diff", "good.yaml", "good.yaml")))
        .isEqualTo(new Outcome(0, "nothing would change", ""));
    assertThat(end(start("diff", "good.yaml", "other.yaml")))
        .isEqualTo(
            new Outcome(
                1,
                "tracer_provider.sampler: parameter swap"
                    + " (trace_id_ratio_based.ratio: 0.1 -> 0.5)",
                ""));
    assertThat(end(start("diff", "good.yaml", "bad.yaml")).code()).isEqualTo(2);
  }

  @Test
  void helpAndVersionAreAnswersAndUnknownCommandsAreTrouble() throws Exception {
    Outcome help = end(start("--help"));
    Outcome version = end(start("--version"));
    Outcome unknown = end(start("undo"));

    assertThat(help).isEqualTo(end(start()));
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("-javaagent:opamp-javaagent.jar", "validate", "diff");
    assertThat(version.code()).isZero();
    assertThat(version.out()).matches("opamp-javaagent \\d\\S*");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err()).startsWith("opamp-javaagent: unknown command: undo\nusage: ");
  }

  /**
   * Neither a destination nor the OpAMP server of the environment hears of it, and no file is made.
   */
  @Test
  void nobodyIsConnectedToAndNothingIsWritten() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(server.getLocalPort());
      Files.writeString(directory.resolve("a.yaml"), GOOD.replace("PORT", port));
      Files.writeString(
          directory.resolve("b.yaml"), GOOD.replace("PORT", port).replace("/v1/", "/v2/"));

      Outcome validated =
          end(
              start(
                  HostProcess.java().env("OTEL_OPAMP_ENDPOINT", "ws://127.0.0.1:" + port),
                  "validate",
                  "a.yaml",
                  "b.yaml"));
      Outcome compared = end(start("diff", "a.yaml", "b.yaml"));

      assertThat(validated.code()).isZero();
      assertThat(compared.code()).isEqualTo(1);
      assertThat(validated.err() + compared.err()).isEmpty();
      // A connection made would wait in the backlog.
      server.setSoTimeout(1);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).hasSize(4);
    }
  }
}

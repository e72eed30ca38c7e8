package dev.opamp.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.cli.Commands.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateCommandTest {

  private static final Path SPECIMENS = Path.of("src/test/resources/opentelemetry-configuration");

  private static final String BASE =
      """
      file_format: "1.0"
      resource:
        attributes:
          - {name: region, value: "${REGION}"}
      tracer_provider:
        processors:
          - simple: {exporter: {console: }}
        sampler: {always_on: }
      """;

  @TempDir private Path directory;

  private Commands commands() {
    return new Commands(directory);
  }

  @Test
  void portThatARunningAgentListensOnIsNoError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String body =
          """
          file_format: "1.0"
          meter_provider:
            readers: [{pull: {exporter: {prometheus/development: {host: 127.0.0.1, port: %d}}}}]
          """
              .formatted(taken.getLocalPort());
      Outcome outcome = commands().file("a.yaml", body).run("validate", "@a.yaml");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.code()).isZero();
    }
  }

  @Test
  void remoteSamplerIsNotAsked() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String body =
          """
          file_format: "1.0"
          tracer_provider:
            processors: []
            sampler:
              parent_based:
                root:
                  jaeger_remote/development:
                    {endpoint: "http://127.0.0.1:%d", interval: 1000, initial_sampler: {always_on: }}
          """
              .formatted(server.getLocalPort());
      Outcome outcome = commands().file("a.yaml", body).run("validate", "@a.yaml");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out()).contains("http://127.0.0.1:" + server.getLocalPort());
      Outcome same = commands().run("diff", "@a.yaml", "@a.yaml");
      assertThat(same.out()).isEqualTo("nothing would change\n");
      Outcome other =
          commands()
              .file("b.yaml", body.replace("127.0.0.1", "localhost"))
              .run("diff", "@a.yaml", "@b.yaml");
      assertThat(other.out()).contains("-> http://localhost:");
      server.setSoTimeout(700);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void printsWhatIsInForceWithoutSecrets() throws IOException {
    String body =
        """
        file_format: "1.0"
        log_level: ${LEVEL:-info}
        resource:
          attributes:
            - {name: region, value: "${REGION}"}
            - {name: api_key, value: in-the-file}
        tracer_provider:
          processors:
            - batch:
                schedule_delay: 0x3E8
                exporter:
                  otlp_http:
                    endpoint: "https://user:word@example.com/v1/traces"
                    headers: [{name: authorization, value: "Bearer ${TOKEN}"}]
        """;
    Commands.Outcome outcome = commands().file("a.yaml", body).run("validate", "@a.yaml");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            file_format: "1.0"
            log_level: info
            resource:
              attributes:
                - name: region
                  value: "[REDACTED]"
                - name: api_key
                  value: "[REDACTED]"
            tracer_provider:
              processors:
                - batch:
                    exporter:
                      otlp_http:
                        endpoint: "https://[REDACTED]@example.com/v1/traces"
                        headers:
                          - name: authorization
                            value: "[REDACTED]"
                    schedule_delay: 1000
            """);
  }

  @Test
  void aPartNeedsNoFormatAndKeepsWhatItRemoves() throws IOException {
    Commands files = commands().file("p.yaml", "meter_provider:\ndisabled: true\n");

    assertThat(files.run("validate", "@p.yaml").errLines())
        .containsExactly("p.yaml:1: file_format: is required");
    assertThat(files.run("validate", "--partial", "@p.yaml"))
        .isEqualTo(new Commands.Outcome(0, "disabled: true\nmeter_provider:\n", ""));
  }

  @Test
  void aPartIsShownLaidOverItsBase() throws IOException {
    Commands files =
        commands()
            .file("base.yaml", BASE)
            .file("p.yaml", "tracer_provider: {sampler: {always_off: }}\n");

    Commands.Outcome outcome = files.run("validate", "--over", "@base.yaml", "@p.yaml");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo(
            """
            file_format: "1.0"
            resource:
              attributes:
                - name: region
                  value: "[REDACTED]"
            tracer_provider:
              processors:
                - simple:
                    exporter:
                      console:
              sampler:
                always_off:
            """);
    assertThat(files.run("validate", "--over=" + directory + "/base.yaml", "@p.yaml"))
        .isEqualTo(outcome);
  }

  @Test
  void errorsOfTheBaseAreSaidOnceAndByItsName() throws IOException {
    Commands.Outcome outcome =
        commands()
            .file("base.yaml", "file_format: '1.0'\ndisabled: 3\n")
            .file("p.yaml", "")
            .run("validate", "--over", "@base.yaml", "@p.yaml", "@p.yaml");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines())
        .containsExactly("base.yaml:2: disabled: must be true or false, but is a number");
  }

  @Test
  void errorsOfAPartOverABaseHaveTheLinesOfThePart() throws IOException {
    Commands.Outcome outcome =
        commands()
            .file("base.yaml", BASE)
            .file("p.yaml", "\n\ntracer_provider: {sampler: {always_of: }}\n")
            .run("validate", "--over", "@base.yaml", "@p.yaml");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).startsWith("p.yaml:3: tracer_provider.sampler.always_of: is not");
  }

  @Test
  void severalFilesAreCheckedEachForItself() throws IOException {
    Commands.Outcome outcome =
        commands()
            .file("a.yaml", "file_format: '1.0'\n")
            .file("b.yaml", "file_format: '1.0'\ndisabled: 3\n")
            .file("c.yaml", "file_format: '1.1'\n")
            .run("validate", "@a.yaml", "@b.yaml", "@c.yaml");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.outLines())
        .containsExactly(
            "--- # a.yaml", "file_format: \"1.0\"", "--- # c.yaml", "file_format: \"1.1\"");
    assertThat(outcome.errLines())
        .containsExactly("b.yaml:2: disabled: must be true or false, but is a number");
  }

  @Test
  void standardInputIsAFileLikeAnyOther() throws IOException {
    assertThat(commands().stdin("file_format: '1.0'\n").run("validate", "-").out())
        .isEqualTo("file_format: \"1.0\"\n");
    assertThat(commands().stdin("a: [").run("validate", "-").err()).startsWith("<stdin>:1: ");
    assertThat(commands().run("validate", "-", "-").err())
        .startsWith("opamp-javaagent validate: standard input can be read only once\n");
  }

  @Test
  void jsonMarksLineEndsAndAnchorsAreRead() throws IOException {
    Commands files =
        commands()
            .file("j.json", "{\n\t\"file_format\": \"1.0\",\n\t\"disabled\": true}")
            .file("bom.yaml", "\uFEFFfile_format: '1.0'\r\ndisabled: true\r\n")
            .file(
                "anchor.yaml",
                "file_format: '1.0'\ndisabled: true\nresource: &r {}\npropagator: *r\n")
            .file("bad.json", "[1]");

    assertThat(files.run("validate", "@j.json").out())
        .isEqualTo("disabled: true\nfile_format: \"1.0\"\n");
    assertThat(files.run("validate", "@bom.yaml").out())
        .isEqualTo("disabled: true\nfile_format: \"1.0\"\n");
    assertThat(files.run("validate", "@anchor.yaml").code()).isZero();
    assertThat(files.run("validate", "@bad.json").errLines())
        .containsExactly(
            "bad.json:1: document: is declared as JSON but does not hold a JSON object");
  }

  @Test
  void whatIsNoTextOfBearableLengthIsRefused() throws IOException {
    byte[] huge = new byte[3_000_000];
    java.util.Arrays.fill(huge, (byte) ' ');
    Commands files =
        commands()
            .file("empty.yaml", "")
            .file("binary.yaml", new byte[] {0x7f, 'E', 'L', 'F', (byte) 0xc3, 0x28})
            .file("nul.yaml", new byte[] {'a', 0, ':'})
            .file("huge.yaml", huge);

    assertThat(files.run("validate", "@empty.yaml", "@binary.yaml", "@nul.yaml", "@huge.yaml"))
        .isEqualTo(
            new Commands.Outcome(
                1,
                "",
                """
                empty.yaml: document: is empty; file_format is required
                binary.yaml: document: is not valid UTF-8
                nul.yaml: document: is not valid YAML
                huge.yaml: document: is larger than 1048576 bytes
                """));
  }

  @Test
  void whatCannotBeReadIsTroubleAndTheOtherFilesAreCheckedAllTheSame() throws IOException {
    Files.createDirectory(directory.resolve("dir"));
    Commands.Outcome outcome =
        commands()
            .file("b.yaml", "file_format: '1.0'\ndisabled: 3\n")
            .run("validate", "@dir", "@absent.yaml", "@b.yaml");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errLines())
        .containsExactly(
            "dir: cannot be read: is a directory",
            "absent.yaml: cannot be read: no such file",
            "b.yaml:2: disabled: must be true or false, but is a number");
  }

  @Test
  void aNamedConnectionIsForTheServerToOffer() throws IOException {
    String body =
        """
        file_format: "1.0"
        tracer_provider:
          processors:
            - batch: {exporter: {otlp_grpc: {endpoint: "opamp://backend_1"}}}
            - batch: {exporter: {otlp_http: {endpoint: "opamp://backend_1/v1/traces"}}}
        """;
    Commands.Outcome outcome = commands().file("a.yaml", body).run("validate", "@a.yaml");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("endpoint: \"opamp://backend_1/v1/traces\"");
  }

  @Test
  void theFileOfAnExporterIsNotMade() throws IOException {
    Path telemetry = directory.resolve("telemetry.jsonl");
    String body =
        """
        file_format: "1.0"
        tracer_provider:
          processors:
            - batch: {exporter: {otlp_file/development: {output_stream: "file://%s"}}}
        """;
    commands().file("a.yaml", String.format(body, telemetry)).run("validate", "@a.yaml");

    assertThat(telemetry).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "validate | no file is given",
        "validate --strict x.yaml | unknown option: --strict",
        "validate --over | --over needs a file",
        "validate --over a.yaml --over b.yaml x.yaml | --over is given twice",
        "diff x.yaml | two files are wanted",
        "diff a.yaml b.yaml c.yaml | two files are wanted",
        "diff --partial a.yaml b.yaml | unknown option: --partial",
      })
  void wrongUsageIsTrouble(String line, String reason) throws IOException {
    String[] args = line.split(" ");
    Commands.Outcome outcome = commands().run(args);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines().get(0)).isEqualTo("opamp-javaagent " + args[0] + ": " + reason);
    assertThat(outcome.errLines().get(1)).startsWith("usage: " + args[0]);
  }

  static Stream<Path> specimens() throws IOException {
    return Files.walk(SPECIMENS).filter(path -> path.toString().endsWith(".yaml")).sorted();
  }

  /** Fine, and then what is shown is a document again; or each error with line and path. */
  @ParameterizedTest
  @MethodSource("specimens")
  void everyExampleIsShownOrItsErrorsAre(Path specimen) throws IOException {
    Commands.Outcome outcome = commands().run("validate", specimen.toString());

    if (outcome.code() == 0) {
      assertThat(outcome.err()).isEmpty();
      assertThat(commands().stdin(outcome.out()).run("validate", "-"))
          .isEqualTo(new Commands.Outcome(0, outcome.out(), ""));
    } else {
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.errLines())
          .isNotEmpty()
          .allMatch(line -> line.matches("\\Q" + specimen + "\\E:[1-9]\\d*: \\S+: .+"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "examples/otel-getting-started.yaml",
        "snippets/CardinalityLimits_kitchen_sink.yaml",
        "snippets/ExperimentalTracerConfigurator_kitchen_sink.yaml",
        "snippets/Sampler_parent_based_typical.yaml",
        "snippets/Sampler_rule_based_kitchen_sink.yaml",
        "snippets/View_override_default_histogram_buckets.yaml",
      })
  void theseExamplesAreFine(String name) throws IOException {
    assertThat(commands().run("validate", SPECIMENS.resolve(name).toString()).code()).isZero();
  }

  @Test
  void equalDocumentsAreShownAlike() throws IOException {
    Commands files =
        commands()
            .file("a.yaml", "file_format: '1.0'\ndisabled: true\nlog_level: warn\n")
            .file("b.json", "{\"log_level\":\"warn\",\"disabled\":true,\"file_format\":\"1.0\"}");

    assertThat(files.run("validate", "@a.yaml").out())
        .isEqualTo(files.run("validate", "@b.json").out());
  }

  @Test
  void textOutsideAsciiStaysAsItIs() throws IOException {
    byte[] body =
        "file_format: '1.0'\nresource: {schema_url: 'ä€𐍈'}\n".getBytes(StandardCharsets.UTF_8);
    assertThat(commands().file("a.yaml", body).run("validate", "@a.yaml").out())
        .contains("schema_url: \"ä€𐍈\"");
  }
}

package dev.opamp.javaagent.config;

import static dev.opamp.javaagent.config.PipelineFixture.offer;
import static dev.opamp.javaagent.config.PipelineFixture.ratio;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers of compatibility keys, from the bytes to what is in force and what the server is told. */
class CompatibilityOffersTest {

  @TempDir Path dir;

  private final PipelineFixture fixture = new PipelineFixture();
  private Map<String, Object> startUp;

  @BeforeEach
  void start() {
    fixture.start();
    startUp = fixture.target.inForce().tree();
  }

  @Test
  void elasticKeysAreInForceUntilTheyGo() {
    assertApplied(elastic("a", "{\"sampling_rate\": \"0.25\", \"send_logs\": \"false\"}"));
    assertThat(fixture.sampler()).isEqualTo(parentBased(0.25));
    assertThat(provider("logger_provider").get("processors")).isEqualTo(List.of());
    assertThat(provider("tracer_provider").get("processors"))
        .isEqualTo(Trees.mapAt(startUp, "tracer_provider").get("processors"));
    assertThat(fixture.reporter.lastEffective()).contains("ratio: 0.25").doesNotContain("elastic");

    assertApplied(elastic("b", "{\"sampling_rate\": \"0.25\"}"));
    assertThat(provider("logger_provider")).isEqualTo(Trees.mapAt(startUp, "logger_provider"));

    assertApplied(elastic("c", "{}"));
    assertThat(fixture.target.inForce().tree()).isEqualTo(startUp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}", "\uFEFF{}"})
  void emptyElasticIsNothingOfIt(String body) {
    assertApplied(elastic("a", "{\"sampling_rate\": \"0.25\"}"));
    assertApplied(elastic("b", body));
    assertThat(fixture.target.inForce().tree()).isEqualTo(startUp);
  }

  @Test
  void removingTheFileReverts() {
    assertApplied(elastic("a", "{\"sampling_rate\": \"0.25\"}"));
    assertApplied(fixture.push(offer("b")));
    assertThat(fixture.target.inForce().tree()).isEqualTo(startUp);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\": \"1\"}| elastic.x (line 1): is not known; known here: sampling_rate, send_traces,",
        "{\"sampling_rate\": \"2\"}| elastic.sampling_rate (line 1): must be a number from 0 to 1"
            + " (in file elastic)",
        "{\"infer_spans\": \"true\"}| elastic.infer_spans (line 1): cannot be honoured: this agent"
            + " infers no spans (in file elastic)",
        "[]| elastic (line 1): is not a JSON object (in file elastic)",
        "sampling_rate=0.5| elastic (line 1): is not a JSON object (in file elastic)",
        "{}, \"y\": {}| elastic (line 1): is not one JSON value (in file elastic)",
        "{\"send_logs\": \"true\", \"send_logs\": \"false\"}| elastic.send_logs (line 1): is given"
            + " twice (in file elastic)",
        "{\"sampling_rate\": \"${OTEL_SERVICE_NAME}\"}| elastic.sampling_rate (line 1): refers to"
            + " the environment, which a key cannot (in file elastic)",
      })
  void wrongElasticIsFailedAndTheLastGoodStays(String body, String message) {
    assertApplied(elastic("a", "{\"sampling_rate\": \"0.25\"}"));
    RemoteConfigStatusSnapshot status = elastic("b", body);
    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.errorMessage()).startsWith(message);
    assertThat(fixture.sampler()).isEqualTo(parentBased(0.25));
  }

  @Test
  void everyWrongKeyIsNamedWithItsLineAndNoValue() {
    RemoteConfigStatusSnapshot status =
        elastic(
            "a",
            "{\n\"sampling_rate\": \"s3cret\",\n\"send_logs\": \"s3cret\",\n"
                + "\"logging_level\": \"s3cret\"}");
    assertThat(status.errorMessage())
        .contains("elastic.sampling_rate (line 2): ")
        .contains("elastic.send_logs (line 3): ")
        .contains("elastic.logging_level (line 4): ")
        .doesNotContain("s3cret");
  }

  @Test
  void wrongKeyIsReportedBesideAWrongDocument() {
    RemoteConfigStatusSnapshot status =
        fixture.push(
            offer(
                "a",
                Documents.file("otel.yaml", "tracer_provider: 5"),
                Documents.file("elastic", "{\"send_logs\": \"x\", \"sampling_rate\": \"0.1\"}")));
    assertThat(status.errorMessage())
        .contains("tracer_provider (line 1): must be a mapping")
        .contains("elastic.send_logs (line 1): must be true or false");
    assertThat(fixture.target.inForce().tree()).isEqualTo(startUp);
  }

  @Test
  void keysAreLaidOverTheDocumentOfTheSameOffer() {
    assertApplied(
        fixture.push(
            offer(
                "a",
                Documents.file("", ratio(0.75) + "\nlog_level: info"),
                Documents.file(
                    "elastic", "{\"sampling_rate\": \"0.25\", \"logging_level\": \"debug\"}"))));
    assertThat(fixture.sampler()).isEqualTo(parentBased(0.25));
    assertThat(fixture.levels).containsExactly("debug");
  }

  @Test
  void anExporterOfTheSameOfferIsWhatSendTrueAsksFor() {
    PipelineFixture silent = new PipelineFixture();
    silent.environment.put("OTEL_LOGS_EXPORTER", "none");
    silent.start();
    ConfigFile key = Documents.file("elastic", "{\"send_logs\": \"true\"}");
    assertThat(silent.push(offer("a", key)).errorMessage())
        .startsWith("elastic.send_logs (line 1): cannot be honoured: ");
    String exporter = "logger_provider: {processors: [{batch: {exporter: {otlp_http: }}}]}";
    assertApplied(silent.push(offer("b", key, Documents.file("otel.yaml", exporter))));
  }

  @Test
  void levelsFollowTheKeyAndGoBack() {
    elastic("a", "{\"logging_level\": \"off\"}");
    elastic("b", "{\"logging_level\": \"fatal\"}");
    assertThat(fixture.reporter.lastEffective()).contains("log_level: fatal");
    elastic("c", "{}");
    assertThat(fixture.levels).containsExactly("off", "fatal", "");
  }

  @Test
  void intervalsFollowTheKeyAndGoBack() {
    elastic("a", "{\"opamp_polling_interval\": \"5s\"}");
    elastic("b", "{\"opamp_polling_interval\": \"5s\", \"send_logs\": \"false\"}");
    assertThat(elastic("c", "{\"opamp_polling_interval\": \"5ms\"}").state())
        .isEqualTo(RemoteConfigState.FAILED);
    assertThat(fixture.intervals).containsExactly(Duration.ofSeconds(5));
    fixture.push(offer("d"));
    assertThat(fixture.intervals).containsExactly(Duration.ofSeconds(5), null);
  }

  @Test
  void restIsAppliedWherePartsMayBe() {
    PipelineFixture partial = new PipelineFixture();
    partial.partial = true;
    partial.start();
    RemoteConfigStatusSnapshot status =
        partial.push(
            offer(
                "a",
                Documents.file(
                    "elastic", "{\"sampling_rate\": \"0.25\", \"infer_spans\": \"true\"}")));
    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.errorMessage())
        .isEqualTo(
            "applied in part; not applied: elastic.infer_spans (line 1): cannot be honoured: this"
                + " agent infers no spans (in file elastic)");
    assertThat(partial.sampler()).isEqualTo(parentBased(0.25));

    status = partial.push(offer("b", Documents.file("elastic", "{\"infer_spans\": \"true\"}")));
    assertThat(status.errorMessage()).startsWith("elastic.infer_spans (line 1): ");
    assertThat(partial.sampler()).isEqualTo(parentBased(0.25));
  }

  @Test
  void lastWorkingKeysAreInForceAtTheNextStart() {
    elastic("a", "{\"sampling_rate\": \"0.25\", \"opamp_polling_interval\": \"5s\"}");
    PipelineFixture next = new PipelineFixture();
    next.store = fixture.store;
    next.start();
    assertThat(next.sampler()).isEqualTo(parentBased(0.25));
    assertThat(next.intervals).containsExactly(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "vendor|                   | {\"sampling_rate\": 0.5}",
        "vendor| application/json  | [{\"sampling_rate\": {\"ratio\": 0.5}}]",
        "vendor| text/plain        | sampling_rate = 0.5",
        "vendor| application/octet-stream | # a comment\\n\\nsampling_rate=0.5\\n",
        "policy| text/plain        | sampling_rate=0.5",
        "policy| text/plain; charset=utf-8 | sampling_rate=0.5\\r\\n",
        "policy|                   | traceid_ratio=0.5",
        "policy.properties| text/x-java-properties | sampling_rate=0.5",
        "a b|    text/properties   | sampling_rate=0.5",
      })
  void policiesAreRecognised(String name, String type, String body) {
    assertApplied(fixture.push(offer("a", file(name, type, body))));
    assertThat(fixture.sampler()).isEqualTo(parentBased(0.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "vendor| text/yaml        | tracer_provider: {sampler: {always_off: }}",
        "vendor| application/json | {\"tracer_provider\": {\"sampler\": {\"always_off\": null}}}",
        "vendor|                  | tracer_provider: {sampler: {always_off: }}",
        "otel| text/plain         | tracer_provider: {sampler: {always_off: }}",
      })
  void documentsStayDocuments(String name, String type, String body) {
    assertApplied(fixture.push(offer("a", file(name, type, body))));
    assertThat(fixture.sampler()).isEqualTo(Documents.tree("{always_off: }"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}| vendor (line 1): holds no policy (in file vendor)",
        "[]| vendor (line 1): holds no policy (in file vendor)",
        "``| vendor (line 1): holds no policy (in file vendor)",
        "# nothing| vendor (line 1): holds no policy (in file vendor)",
        "sampling_rate| vendor (line 1): is not key=value (in file vendor)",
        "=1| vendor (line 1): is not key=value (in file vendor)",
        "sampling_rate=0.1\\nsampling_rate=0.2| vendor.sampling_rate (line 2): is given twice (in"
            + " file vendor)",
        "\\nsampling_rate=x| vendor.sampling_rate (line 2): must be a number from 0 to 1 (in file"
            + " vendor)",
        "[{\"sampling_rate\": 7}]| vendor.sampling_rate (line 1): must be a number from 0 to 1 (in"
            + " file vendor)",
        "[7]| vendor[0] (line 1): is not a JSON object (in file vendor)",
        "{\"sampling_rate\": 0.5| vendor (line 1): is not a JSON object (in file vendor)",
      })
  void brokenPoliciesNeverOpenSampling(String body, String message) {
    assertApplied(fixture.push(offer("a", file("vendor", "", "sampling_rate=0.1"))));
    RemoteConfigStatusSnapshot status = fixture.push(offer("b", file("vendor", "", body)));
    assertThat(status.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(status.errorMessage()).isEqualTo(message);
    assertThat(fixture.sampler()).isEqualTo(parentBased(0.1));
  }

  @Test
  void twoFilesThatCannotBeToldApartAreRefused() {
    RemoteConfigStatusSnapshot status =
        fixture.push(
            offer(
                "a",
                file("a b", "text/properties", "sampling_rate=0.1"),
                file("a c", "text/properties", "sampling_rate=0.2")));
    assertThat(status.errorMessage())
        .isEqualTo("keyvalue: is what more than one file holds (in file a c)");
  }

  private RemoteConfigStatusSnapshot elastic(String hash, String body) {
    return fixture.push(offer(hash, file("elastic", "application/json", body)));
  }

  private Map<String, Object> provider(String name) {
    return Trees.mapAt(fixture.target.inForce().tree(), name);
  }

  private static ConfigFile file(String name, String type, String body) {
    String text = body.replace("\\n", "\n").replace("\\r", "\r");
    return new ConfigFile(name, type == null ? "" : type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Object parentBased(double ratio) {
    return Documents.tree("parent_based: {root: {trace_id_ratio_based: {ratio: " + ratio + "}}}");
  }

  private static void assertApplied(RemoteConfigStatusSnapshot status) {
    assertThat(status.errorMessage()).isEmpty();
    assertThat(status.state()).isEqualTo(RemoteConfigState.APPLIED);
  }

  @Test
  void secretsThatKeysMoveStayHidden() throws Exception {
    PipelineFixture secret = new PipelineFixture();
    Path file = dir.resolve("sdk.yaml");
    secret.environment.put("OTEL_CONFIG_FILE", file.toString());
    secret.environment.put("SCOPE", "s3cret-scope");
    Files.writeString(
        file,
        """
        file_format: "1.0"
        tracer_provider:
          processors: []
          tracer_configurator/development:
            tracers: [{name: "${SCOPE}", config: {enabled: false}}]
        """);
    secret.start();
    secret.push(
        offer("a", Documents.file("elastic", "{\"deactivate_all_instrumentations\": \"true\"}")));
    assertThat(secret.target.inForce().tree().toString()).contains("s3cret-scope");
    assertThat(secret.reporter.lastEffective())
        .contains("io.opentelemetry.*")
        .doesNotContain("s3cret");
  }
}

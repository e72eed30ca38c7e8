package dev.opamp.javaagent.telemetry.otlpfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OtlpFileExportersTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void spansBecomeLinesOfOtlpJson() throws Exception {
    Path file = directory.resolve("traces.jsonl");
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new OtlpFileSpanExporter(output(file))))
            .build()) {
      provider.get("shop").spanBuilder("buy").startSpan().end();
      provider.get("shop").spanBuilder("pay").startSpan().end();
    }

    List<JsonNode> lines = lines(file);
    assertThat(lines).hasSize(2);
    JsonNode scope = lines.get(0).at("/resourceSpans/0/scopeSpans/0");
    assertThat(scope.at("/scope/name").asText()).isEqualTo("shop");
    assertThat(scope.at("/spans/0/name").asText()).isEqualTo("buy");
    assertThat(scope.at("/spans/0/traceId").asText()).hasSize(32);
  }

  @Test
  void logRecordsBecomeLinesOfOtlpJson() throws Exception {
    Path file = directory.resolve("logs.jsonl");
    try (SdkLoggerProvider provider =
        SdkLoggerProvider.builder()
            .addLogRecordProcessor(
                SimpleLogRecordProcessor.create(new OtlpFileLogRecordExporter(output(file))))
            .build()) {
      provider.get("shop").logRecordBuilder().setSeverity(Severity.WARN).setBody("low").emit();
    }

    assertThat(lines(file).get(0).at("/resourceLogs/0/scopeLogs/0/logRecords/0/body/stringValue"))
        .hasToString("\"low\"");
  }

  @Test
  void metricsBecomeLinesOfOtlpJson() throws Exception {
    Path file = directory.resolve("metrics.jsonl");
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder()
            .registerMetricReader(
                PeriodicMetricReader.create(new OtlpFileMetricExporter(output(file))))
            .build()) {
      provider.get("shop").counterBuilder("sold").build().add(3);
    }

    assertThat(
            lines(file)
                .get(0)
                .at("/resourceMetrics/0/scopeMetrics/0/metrics/0/sum/dataPoints/0/asInt")
                .asText())
        .isEqualTo("3");
  }

  @Test
  void lineGoesToTheStandardOutputOfTheMoment() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<PrintStream> current = new ArrayList<>(List.of(new PrintStream(bytes)));
    LineOutput output = new StdoutOutput(() -> current.get(0));

    output.write("one\n".getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    current.set(0, new PrintStream(other));
    output.write("two\n".getBytes(StandardCharsets.UTF_8));
    output.close();

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
    assertThat(other.toString(StandardCharsets.UTF_8)).isEqualTo("two\n");
    assertThat(current.get(0).checkError()).as("closed").isFalse();
  }

  @Test
  void fileIsCreatedWithTheFirstLineAndAppendedTo() throws Exception {
    Path file = directory.resolve("a b.jsonl");
    LineOutput first = output(file);
    assertThat(file).doesNotExist();

    first.write("one\n".getBytes(StandardCharsets.UTF_8));
    LineOutput second = output(file);
    second.write("two\n".getBytes(StandardCharsets.UTF_8));
    first.write("three\n".getBytes(StandardCharsets.UTF_8));
    first.close();
    second.close();

    assertThat(file).hasContent("one\ntwo\nthree");
  }

  @Test
  void interruptedThreadLosesNeitherItsLineNorItsInterrupt() throws Exception {
    Path file = directory.resolve("interrupted.txt");
    LineOutput output = output(file);
    Thread.currentThread().interrupt();
    try {
      output.write("one\n".getBytes(StandardCharsets.UTF_8));
      output.write("two\n".getBytes(StandardCharsets.UTF_8));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    output.close();

    assertThat(file).hasContent("one\ntwo");
  }

  @Test
  void threadInterruptedWhileItWritesLosesNoLine() throws Exception {
    Path file = directory.resolve("storm.txt");
    LineOutput output = output(file);
    byte[] line = ("x".repeat(20_000) + "\n").getBytes(StandardCharsets.UTF_8);
    Thread writer = new Thread(() -> writeOften(output, line));
    writer.start();
    while (writer.isAlive()) {
      writer.interrupt();
    }

    assertThat(Files.readAllLines(file))
        .hasSize(100)
        .allMatch(written -> written.length() == 20_000);
  }

  @Test
  void linesOfTwoExportersOfOneFileDoNotMix() throws Exception {
    Path file = directory.resolve("both.txt");
    List<Thread> writers = new ArrayList<>();
    for (String word : List.of("a", "b", "c", "d")) {
      LineOutput output = output(file);
      byte[] line = (word.repeat(20_000) + "\n").getBytes(StandardCharsets.UTF_8);
      writers.add(new Thread(() -> writeOften(output, line)));
    }
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(400);
    assertThat(lines)
        .allMatch(line -> line.length() == 20_000 && line.chars().distinct().count() == 1);
  }

  private static void writeOften(LineOutput output, byte[] line) {
    try {
      for (int i = 0; i < 100; i++) {
        output.write(line);
      }
      output.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void exportAfterShutdown_failsAndWritesNothing() {
    Path file = directory.resolve("late.jsonl");
    OtlpFileSpanExporter exporter = new OtlpFileSpanExporter(output(file));
    exporter.shutdown();

    assertThat(exporter.export(List.of()).join(1, TimeUnit.SECONDS).isSuccess()).isFalse();
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "stderr, neither stdout nor the URL of a file",
    "http://localhost/x, neither stdout nor the URL of a file",
    "traces.jsonl, neither stdout nor the URL of a file",
    "file://host/x, neither stdout nor the URL of a file",
    "file:relative, neither stdout nor the URL of a file",
    "file:///no/such/directory/x, is in a directory that does not exist",
    "file:///, is a directory",
    "file:///dev/null, is not a regular file"
  })
  void whatCannotBeWrittenIsRefusedAtOnce(String setting, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutputStreamSetting.open(setting))
        .withMessageStartingWith("output_stream: ")
        .withMessageContaining(reason);
  }

  private static LineOutput output(Path file) {
    return OutputStreamSetting.open(file.toUri().toString());
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}

package dev.opamp.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffCommandTest {

  private static final String BASE =
      """
      file_format: "1.0"
      log_level: info
      tracer_provider:
        limits: {event_count_limit: 10}
        processors:
          - batch:
              schedule_delay: 1000
              exporter:
                otlp_http:
                  endpoint: "http://localhost:4318/v1/traces"
                  headers: [{name: authorization, value: first-secret}]
        sampler: {trace_id_ratio_based: {ratio: 0.1}}
      meter_provider:
        readers:
          - periodic: {exporter: {otlp_http: {endpoint: "http://localhost:4318/v1/metrics"}}}
      """;

  @TempDir private Path directory;

  private Commands.Outcome diff(String before, String after) throws IOException {
    return new Commands(directory)
        .file("a.yaml", before)
        .file("b.yaml", after)
        .run("diff", "@a.yaml", "@b.yaml");
  }

  @Test
  void sameDocumentsChangeNothing() throws IOException {
    assertThat(diff(BASE, BASE)).isEqualTo(new Commands.Outcome(0, "nothing would change\n", ""));
  }

  @Test
  void anotherWayToWriteTheSameChangesNothing() throws IOException {
    assertThat(
            diff(
                    BASE,
                    BASE.replace("1000", "0x3E8")
                        .replace("0.1", "1e-1")
                        .replace("{event_count_limit: 10}", "\n    event_count_limit: 10"))
                .out())
        .isEqualTo("nothing would change\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ratio: 0.1 | ratio: 0.5 | tracer_provider.sampler: parameter swap (trace_id_ratio_based.ratio: 0.1 -> 0.5)",
        "{trace_id_ratio_based: {ratio: 0.1}} | {always_on: } | tracer_provider.sampler: parameter swap ({trace_id_ratio_based: {ratio: 0.1}} -> {always_on})",
        "schedule_delay: 1000 | schedule_delay: 500 | tracer_provider.processors[0]: part swap (batch.schedule_delay: 1000 -> 500)",
        "first-secret | second-secret | tracer_provider.processors[0]: part swap",
        "event_count_limit: 10 | event_count_limit: 20 | tracer_provider.limits: parameter swap (event_count_limit: 10 -> 20)",
        "log_level: info | log_level: debug | log_level: parameter swap (info -> debug)",
        "log_level: info | 'propagator: {composite: [{tracecontext: }]}' | log_level: parameter swap (info -> none)~propagator: parameter swap (none -> {composite: [{tracecontext}]})",
        "log_level: info | 'disabled: true' | log_level: parameter swap (info -> none)~disabled: generation swap (none -> true)",
      })
  void eachStepIsNamedWithItsWayAndItsValues(String from, String to, String steps)
      throws IOException {
    Commands.Outcome outcome = diff(BASE, BASE.replace(from, to));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.outLines()).containsExactly(steps.split("~"));
    assertThat(outcome.code()).isEqualTo(1);
  }

  @Test
  void anotherEndpointOfMetricsIsAStepInMetricsAlone() throws IOException {
    Commands.Outcome outcome = diff(BASE, BASE.replace("4318/v1/metrics", "4319/v1/metrics"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.outLines()).allMatch(line -> line.startsWith("meter_provider."));
  }

  @Test
  void metersSwitchedOffAreAStepAlthoughTheTriedOnesAreOffInAnyCase() throws IOException {
    String off =
        "meter_provider:\n  meter_configurator/development: {default_config: {enabled: false}}\n";

    assertThat(diff(BASE, BASE.replace("meter_provider:\n", off)).outLines())
        .containsExactly(
            "meter_provider.meter_configurator/development: parameter swap"
                + " (none -> {default_config: {enabled: false}})");
  }

  @Test
  void aLongChangeIsCounted() throws IOException {
    String limits =
        "limits: {event_count_limit: 1, link_count_limit: 2, event_attribute_count_limit: 3,"
            + " attribute_count_limit: 4}";
    assertThat(diff(BASE, BASE.replace("limits: {event_count_limit: 10}", limits)).outLines())
        .containsExactly("tracer_provider.limits: parameter swap (4 values differ)");
  }

  @Test
  void aNamedConnectionAndAnotherAreTwo() throws IOException {
    String one = BASE.replace("http://localhost:4318/v1/traces", "opamp://one/v1/traces");
    assertThat(diff(one, one).code()).isZero();
    assertThat(diff(one, one.replace("opamp://one", "opamp://two")).outLines())
        .containsExactly(
            "tracer_provider.processors[0]: part swap (batch.exporter.otlp_http.endpoint:"
                + " opamp://one/v1/traces -> opamp://two/v1/traces)");
  }

  @Test
  void errorsOfBothFilesAreTrouble() throws IOException {
    assertThat(diff("disabled: true\n", "file_format: '1.0'\ndisabled: 3\n"))
        .isEqualTo(
            new Commands.Outcome(
                2,
                "",
                "a.yaml:1: file_format: is required\n"
                    + "b.yaml:2: disabled: must be true or false, but is a number\n"));
  }

  @Test
  void aFileThatCannotBeReadIsTrouble() throws IOException {
    assertThat(new Commands(directory).file("a.yaml", BASE).run("diff", "@a.yaml", "@b.yaml"))
        .isEqualTo(new Commands.Outcome(2, "", "b.yaml: cannot be read: no such file\n"));
  }

  @Test
  void oneSideMayBeStandardInput() throws IOException {
    assertThat(
            new Commands(directory)
                .file("a.yaml", BASE)
                .stdin(BASE)
                .run("diff", "@a.yaml", "-")
                .code())
        .isZero();
  }
}

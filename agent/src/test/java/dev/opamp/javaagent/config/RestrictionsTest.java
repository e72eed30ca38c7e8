package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.settings.HostPatterns;
import dev.opamp.javaagent.settings.Power;
import dev.opamp.javaagent.settings.RemoteConfigSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestrictionsTest {

  private static final Map<String, Object> STARTUP =
      Documents.tree(
          """
          tracer_provider:
            processors:
              - batch: {exporter: {otlp_http: {endpoint: "https://collector.example.com:4318", tls: {ca_file: /ca.pem}}}}
          meter_provider:
            readers:
              - periodic: {exporter: {otlp_grpc: {endpoint: "http://127.0.0.1:4317"}}}
          """);

  private static List<ConfigProblem> check(
      String exporter, @Nullable HostPatterns destinations, Set<Power> powers) {
    return new Restrictions(
            STARTUP,
            new RemoteConfigSettings(true, false, destinations, powers),
            "opamp.example.com")
        .check(
            Documents.parse(
                "tracer_provider: {processors: [{batch: {exporter: {" + exporter + "}}}]}"));
  }

  private static String endpoint(String url) {
    return "otlp_http: {endpoint: '" + url + "'}";
  }

  @ParameterizedTest
  @Tag("CFG-19")
  @Tag("SEC-04")
  @CsvSource({
    "https://collector.example.com/x, true",
    "https://COLLECTOR.example.com:99, true",
    "https://opamp.example.com, true",
    "http://localhost:1, true",
    "'http://[::1]:1', true",
    "http://127.0.0.2:1, true",
    "https://example.com, false",
    "https://collector.example.com.evil.org, false",
    "https://collector.example.com@evil.org, false",
    "https://evil.org/#collector.example.com, false"
  })
  void byDefaultOnlyKnownHostsAreReached(String url, boolean allowed) {
    List<ConfigProblem> refusals = check(endpoint(url), null, Set.of());
    if (allowed) {
      assertThat(refusals).isEmpty();
    } else {
      assertThat(refusals)
          .singleElement()
          .satisfies(
              refusal -> {
                assertThat(refusal.path())
                    .isEqualTo("tracer_provider.processors[0].batch.exporter.otlp_http.endpoint");
                assertThat(refusal.message())
                    .contains("otel.opamp.destinations")
                    .doesNotContain("evil");
              });
    }
  }

  @Test
  void settingReplacesTheDefault() {
    HostPatterns patterns = HostPatterns.exactly(List.of("*.backend.org"));
    assertThat(check(endpoint("https://eu.backend.org"), patterns, Set.of())).isEmpty();
    assertThat(check(endpoint("https://collector.example.com"), patterns, Set.of())).hasSize(1);
    assertThat(check(endpoint("http://localhost:4318"), patterns, Set.of())).hasSize(1);
    assertThat(check("otlp_http: ", HostPatterns.exactly(List.of("127.0.0.1")), Set.of()))
        .isEmpty();
  }

  @ParameterizedTest
  @Tag("CFG-19")
  @Tag("SEC-05")
  @CsvSource(
      delimiter = '|',
      value = {
        "otlp_file/development: {output_stream: 'file:///etc/passwd'} | otlp_file/development | file-exporters",
        "otlp_file/development: | otlp_file/development | file-exporters",
        "console: | console | file-exporters",
        "otlp_http: {endpoint: 'http://collector.example.com'} | otlp_http.endpoint | gives up TLS",
        "otlp_grpc: {endpoint: 'https://opamp.example.com', tls: {insecure: true}} | otlp_grpc.tls.insecure | gives up TLS",
        "otlp_http: {endpoint: 'https://collector.example.com', tls: {key_file: /etc/shadow}} | otlp_http.tls.key_file | local file"
      })
  void dangerousPowersNeedALocalSetting(String exporter, String path, String reason) {
    assertThat(check(exporter, null, Set.of()))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.path()).endsWith("exporter." + path);
              assertThat(refusal.message()).contains(reason).contains("otel.opamp.allow");
            });
    assertThat(check(exporter, null, Set.of(Power.values()))).isEmpty();
  }

  @Test
  void fileExporterNeedsNoMoreThanItsOwnPower() {
    assertThat(check("otlp_file/development: ", null, Set.of(Power.FILE_EXPORTERS))).isEmpty();
  }

  @Test
  void whatTheStartUpDocumentReadsMayBeOfferedAgain() {
    assertThat(
            check(
                "otlp_http: {endpoint: 'https://collector.example.com', tls: {ca_file: /ca.pem}}",
                null,
                Set.of()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                         | false",
        "{host: localhost}          | false",
        "{port: 9464, scope_info_enabled: false} | false",
        "{port: 9465}               | true",
        "{host: 0.0.0.0}            | true"
      })
  void addressThatTheStartUpDocumentListensOnMayBeOfferedAgain(String prometheus, boolean refused) {
    String reader = "meter_provider: {readers: [{pull: {exporter: {prometheus/development: %s}}}]}";
    Map<String, Object> startup = Documents.tree(reader.formatted("{port: 9464}"));

    assertThat(check(startup, reader.formatted(prometheus), Set.of())).hasSize(refused ? 1 : 0);
    assertThat(check(startup, reader.formatted(prometheus), Set.of(Power.LISTEN))).isEmpty();
  }

  @Test
  void fileThatTheStartUpDocumentWritesMayBeOfferedAgain() {
    String exporter =
        "tracer_provider: {processors: [{simple: {exporter: {otlp_file/development:"
            + " {output_stream: 'file:///tmp/%s'}}}}]}";
    Map<String, Object> startup = Documents.tree(exporter.formatted("a"));

    assertThat(check(startup, exporter.formatted("a"), Set.of())).isEmpty();
    assertThat(check(startup, exporter.formatted("b"), Set.of())).hasSize(1);
  }

  private static List<ConfigProblem> check(
      Map<String, Object> startup, String offer, Set<Power> powers) {
    return new Restrictions(
            startup, new RemoteConfigSettings(true, false, null, powers), "opamp.example.com")
        .check(Documents.parse(offer));
  }

  @Test
  void listeningSocketsAndRemoteSamplersAreRestrictedToo() {
    Restrictions restrictions =
        new Restrictions(
            STARTUP, new RemoteConfigSettings(true, false, null, Set.of()), "opamp.example.com");
    assertThat(
            restrictions.check(
                Documents.parse(
                    """
                    meter_provider: {readers: [{pull: {exporter: {prometheus/development: }}}]}
                    tracer_provider:
                      sampler: {jaeger_remote/development: {endpoint: "http://evil.org", initial_sampler: {always_on: }}}
                    """)))
        .extracting(ConfigProblem::path)
        .containsExactlyInAnyOrder(
            "meter_provider.readers[0].pull",
            "tracer_provider.sampler.jaeger_remote/development.endpoint");
  }
}

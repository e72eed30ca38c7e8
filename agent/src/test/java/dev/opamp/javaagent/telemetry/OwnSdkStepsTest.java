package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change says it exchanges. The documents are made of lines that differ. */
@Timeout(60)
class OwnSdkStepsTest {

  private static final ProviderGeneration<TracerProvider> RANDOM =
      new ProviderGeneration<>(TracerProvider.noop(), true);
  private static final ProviderGeneration<TracerProvider> OTHER =
      new ProviderGeneration<>(TracerProvider.noop(), false);
  private static final DocumentNode ROOT = DocumentNode.of(SdkDocument.of(Map.of()));
  private static final String A = "{batch: {schedule_delay: 60001, exporter: {console: }}}";
  private static final String B = "{batch: {schedule_delay: 60002, exporter: {console: }}}";
  private static final String OFF = "{default_config: {enabled: false}}";

  private OwnSdkFixture sdk;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture();
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  private static String traces(String keys) {
    return "tracer_provider: {" + keys + "}\n";
  }

  private static String logs(String keys) {
    return "logger_provider: {" + keys + "}\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "sampler: {always_on: }    | sampler: {always_on: }    |",
        "sampler: {always_on: }    | sampler: {always_off: }   | sampler: parameter swap",
        "limits: {link_count_limit: 1} | limits: {link_count_limit: 2} | limits: parameter swap",
        "                          | limits: {link_count_limit: 2} | limits: parameter swap",
        "tracer_configurator/development: {} | tracer_configurator/development: OFF |"
            + " tracer_configurator/development: parameter swap",
        "processors: [A]           | processors: [A]           |",
        "processors: [A]           | processors: [B]           | processors[0]: part swap",
        "processors: [A]           | processors: [A, B]        | processors[1]: part swap",
        "processors: [A]           | processors: [B, A]        | processors[0]: part swap",
        "processors: [A, B]        | processors: [A]           | processors[1]: part swap",
        "processors: [A, B]        | processors: [B, A]        | processors: parameter swap",
      })
  void onlyWhatDiffersIsNamed(String before, String after, String step) throws Exception {
    sdk.apply(traces(spelled(before)));

    assertThat(steps(traces(spelled(after))))
        .isEqualTo(step == null ? List.of() : List.of("tracer_provider." + step));
  }

  private static String spelled(String keys) {
    return keys == null
        ? ""
        : keys.replaceAll("\\bA\\b", A).replaceAll("\\bB\\b", B).replaceAll("\\bOFF\\b", OFF);
  }

  @Test
  void logsAreNamedTheSameWay() throws Exception {
    sdk.apply(logs("processors: [" + A + "]"));

    assertThat(
            steps(
                logs(
                    "logger_configurator/development: "
                        + OFF
                        + ", processors: ["
                        + B
                        + "], limits: {attribute_count_limit: 3}")))
        .containsExactly(
            "logger_provider.logger_configurator/development: parameter swap",
            "logger_provider.processors[0]: part swap",
            "logger_provider.limits: parameter swap");
  }

  @Test
  void commonPlacesAreNamedOnceInTheOrderOfTheDocument() throws Exception {
    sdk.apply(logs("limits: {}") + traces("sampler: {always_on: }"));

    assertThat(
            steps(
                "propagator: {composite: [{b3: }]}\n"
                    + "attribute_limits: {attribute_count_limit: 3}\n"
                    + logs("limits: {}")
                    + "resource: {attributes: [{name: service.name, value: other}]}\n"
                    + traces("sampler: {always_off: }")))
        .containsExactly(
            "propagator: parameter swap",
            "attribute_limits: parameter swap",
            "resource: generation swap",
            "tracer_provider.sampler: parameter swap");
  }

  @Test
  void sectionsThatAppearOrVanishAreGenerations() throws Exception {
    sdk.apply(traces("sampler: {always_on: }"));

    assertThat(steps(logs("limits: {}")))
        .containsExactly("logger_provider: generation swap", "tracer_provider: generation swap");
    assertThat(steps("disabled: true\n" + traces("sampler: {always_off: }")))
        .containsExactly("disabled: generation swap");
  }

  @Test
  void restartBuildsSectionsAnew() throws Exception {
    sdk.apply(traces("processors: [" + A + "]"));
    PreparedChange anew = sdk.target.prepareAnew();
    anew.discard();

    assertThat(anew.steps())
        .extracting(Object::toString)
        .containsExactly("tracer_provider: generation swap");
  }

  @Test
  void idGeneratorsNeedAProviderOnlyOnTheWayFromOrToTheOneOfTheSdk() {
    Part<IdGenerator> random = generator(IdGenerator.random());
    Part<IdGenerator> one = generator(new DelegatingIdGenerator());
    Part<IdGenerator> other = generator(new DelegatingIdGenerator());

    assertThat(idSteps(random, random)).isEmpty();
    assertThat(idSteps(random, one)).containsExactly("id_generator: generation swap");
    assertThat(idSteps(one, random)).containsExactly("id_generator: generation swap");
    assertThat(idSteps(one, other)).containsExactly("id_generator: parameter swap");
  }

  private static Part<IdGenerator> generator(IdGenerator generator) {
    return new Part<>(
        ROOT,
        generator,
        null,
        CompletableResultCode::ofSuccess,
        CompletableResultCode::ofSuccess,
        () -> {});
  }

  private static List<String> idSteps(Part<IdGenerator> before, Part<IdGenerator> after) {
    return state(before).stepsTo(state(after), ROOT).stream().map(Object::toString).toList();
  }

  private static TracesState state(Part<IdGenerator> generator) {
    return new TracesState(
        Map.of(),
        List.of(),
        List.of(generator),
        List.of(),
        TracesState.OFF.limits,
        TracesState.OFF.configurator,
        TracesState.isRandom(List.of(generator)) ? RANDOM : OTHER);
  }

  private List<String> steps(String document) throws Exception {
    PreparedChange change = sdk.prepare(document);
    change.discard();
    return change.steps().stream().map(Object::toString).toList();
  }
}

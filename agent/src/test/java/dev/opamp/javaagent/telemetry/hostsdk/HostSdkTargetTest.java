package dev.opamp.javaagent.telemetry.hostsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SwapKind;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An SDK as an application builds it, changed by documents. */
class HostSdkTargetTest {

  private final HostSdkFixture sdk = new HostSdkFixture();

  @AfterEach
  void shutDown() {
    sdk.close();
  }

  @Test
  void nothingButTheLimitsStandsInAnSdkThatWasFound() {
    assertThat(sdk.tracerState("sampler")).isSameAs(sdk.sampler);
    assertThat(sdk.tracerState("activeSpanProcessor")).isSameAs(sdk.spanProcessor);
    assertThat(sdk.loggerState("logRecordProcessor")).isSameAs(sdk.logRecordProcessor);
    assertThat(sdk.readerState("exporter")).isSameAs(sdk.metricExporter);
    assertThat(sdk.tracerState("spanLimitsSupplier")).isInstanceOf(LiveLimits.class);
  }

  @Test
  void whatAnOfferDoesNotNameStays() throws Exception {
    sdk.apply("meter_provider: {views: []}\nlogger_provider: {}");

    assertThat(sdk.tracerState("sampler")).isSameAs(sdk.sampler);
    assertThat(sdk.readerState("exporter")).isSameAs(sdk.metricExporter);
  }

  @Test
  void samplerIsReplacedAndGivenBack() throws Exception {
    List<ChangeStep> steps = sdk.apply("tracer_provider: {sampler: {always_off: }}");
    sdk.span("dropped");
    assertThat(steps)
        .containsExactly(new ChangeStep("tracer_provider.sampler", SwapKind.PARAMETER));
    assertThat(sdk.inForce("tracer_provider"))
        .containsEntry("sampler", Map.of("always_off", Map.of()));

    sdk.apply("");
    sdk.span("kept");

    assertThat(sdk.tracerState("sampler")).isSameAs(sdk.sampler);
    assertThat(sdk.spanNames()).containsExactly("kept");
  }

  @Test
  void samplersOfTheLanguageAreReadBack() throws Exception {
    sdk.apply(
        "tracer_provider: {sampler: {parent_based: {root: {trace_id_ratio_based: {ratio: 0.25}},"
            + " remote_parent_sampled: {always_off: }}}}");

    assertThat(sdk.inForce("tracer_provider").get("sampler").toString())
        .contains("root={trace_id_ratio_based={ratio=0.25}}")
        .contains("remote_parent_sampled={always_off={}}");
  }

  @Test
  void limitsHoldFromTheNextSpanOn() throws Exception {
    sdk.apply("tracer_provider: {limits: {attribute_count_limit: 1}}");
    sdk.tracer().spanBuilder("s").setAttribute("a", 1).setAttribute("b", 2).startSpan().end();
    sdk.apply("");
    sdk.tracer().spanBuilder("s").setAttribute("a", 1).setAttribute("b", 2).startSpan().end();

    assertThat(sdk.spans()).extracting(span -> span.getAttributes().size()).containsExactly(1, 2);
  }

  @Test
  void generalLimitsLieBelowThoseOfASignal() throws Exception {
    sdk.apply(
        "attribute_limits: {attribute_count_limit: 1, attribute_value_length_limit: 2}\n"
            + "tracer_provider: {limits: {attribute_count_limit: 2}}");
    sdk.tracer().spanBuilder("s").setAttribute("a", "long").setAttribute("b", 2).startSpan().end();

    SpanData span = sdk.spans().get(0);
    assertThat(span.getAttributes().size()).isEqualTo(2);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("a"))).isEqualTo("lo");
  }

  @Test
  void exportIsSwitchedOffWhileProcessorsThatAddToSpansGoOn() throws Exception {
    sdk.apply("tracer_provider: {processors: []}");
    sdk.span("unseen");
    assertThat(sdk.enriched.get()).isEqualTo(1);

    sdk.apply("");
    sdk.span("seen");

    assertThat(sdk.tracerState("activeSpanProcessor")).isSameAs(sdk.spanProcessor);
    assertThat(sdk.spanNames()).containsExactly("seen");
    assertThat(sdk.enriched.get()).isEqualTo(2);
  }

  @Test
  void spanThatIsUnderWayGoesWhereSpansGoWhenItEnds() throws Exception {
    sdk.apply("tracer_provider: {processors: []}");
    Span underWay = sdk.tracer().spanBuilder("under way").startSpan();

    sdk.apply("");
    underWay.end();

    assertThat(sdk.spanNames()).containsExactly("under way");
  }

  @Test
  void scopesAreSwitchedOffByName() throws Exception {
    sdk.apply(
        "tracer_provider: {tracer_configurator/development: {tracers:"
            + " [{name: 'te*', config: {enabled: false}}]}}");
    sdk.span("off");
    sdk.sdk.getTracer("other").spanBuilder("on").startSpan().end();
    sdk.apply("");
    sdk.span("on again");

    assertThat(sdk.spanNames()).containsExactly("on", "on again");
  }

  @Test
  void logRecordsBelowASeverityAreDropped() throws Exception {
    sdk.apply(
        "logger_provider: {logger_configurator/development:"
            + " {default_config: {minimum_severity: warn}}}");
    sdk.log(Severity.INFO, "dropped");
    sdk.log(Severity.ERROR, "kept");
    sdk.log(Severity.UNDEFINED_SEVERITY_NUMBER, "without one");
    sdk.apply("");
    sdk.log(Severity.INFO, "kept again");

    assertThat(sdk.logBodies()).containsExactly("kept", "without one", "kept again");
    assertThat(sdk.loggerState("logRecordProcessor")).isSameAs(sdk.logRecordProcessor);
  }

  @Test
  void logExportIsSwitchedOff() throws Exception {
    sdk.apply("logger_provider: {processors: []}");
    sdk.log(Severity.INFO, "dropped");

    assertThat(sdk.logBodies()).isEmpty();
    assertThat(sdk.inForce("logger_provider")).containsEntry("processors", List.of());
  }

  @Test
  void instrumentsAreDroppedByTheirNames() throws Exception {
    sdk.apply(
        "meter_provider: {views: [{selector: {instrument_name: 'HI?s'}, stream: {aggregation:"
            + " {drop: }}}]}");
    sdk.count("hits");
    sdk.count("misses");

    assertThat(sdk.collectedNames()).containsExactly("misses");
    sdk.apply("");
    assertThat(sdk.collectedNames()).contains("hits", "misses");
    assertThat(sdk.readerState("exporter")).isSameAs(sdk.metricExporter);
  }

  @Test
  void metersAreSwitchedOffByName() throws Exception {
    sdk.apply(
        "meter_provider: {meter_configurator/development: {meters:"
            + " [{name: test, config: {enabled: false}}]}}");
    sdk.count("hits");

    assertThat(sdk.collectedNames()).isEmpty();
  }

  @Test
  void disabledSwitchesOffAllSignals() throws Exception {
    sdk.apply("disabled: true");
    sdk.span("dropped");
    sdk.log(Severity.ERROR, "dropped");
    sdk.count("hits");

    assertThat(sdk.spans()).isEmpty();
    assertThat(sdk.logBodies()).isEmpty();
    assertThat(sdk.collectedNames()).isEmpty();
  }

  @Test
  void sectionThatAnOfferTakesOutSwitchesItsSignalOff() throws Exception {
    sdk.apply("tracer_provider: ");
    sdk.span("dropped");
    sdk.log(Severity.ERROR, "kept");

    assertThat(sdk.spans()).isEmpty();
    assertThat(sdk.logBodies()).containsExactly("kept");
  }

  @Test
  void propagatorIsReplacedAlsoForThoseWhoTookItOutOfTheSdk() throws Exception {
    TextMapPropagator taken = sdk.sdk.getPropagators().getTextMapPropagator();
    Collection<String> before = taken.fields();

    sdk.apply("propagator: {composite: [{baggage: }]}");
    assertThat(injectedBy(taken)).containsExactly("baggage");
    assertThat(taken.fields()).containsExactly("baggage");

    sdk.apply("");
    assertThat(injectedBy(taken)).containsExactlyInAnyOrder("traceparent", "baggage");
    assertThat(taken.fields()).isEqualTo(before);
  }

  private Set<String> injectedBy(TextMapPropagator propagator) {
    Map<String, String> carrier = new HashMap<>();
    Context context =
        Context.root()
            .with(sdk.tracer().spanBuilder("parent").startSpan())
            .with(Baggage.builder().put("k", "v").build());
    propagator.inject(context, carrier, Map::put);
    return carrier.keySet();
  }

  @Test
  void newIntervalIsKeptAndGivenBack() throws Exception {
    sdk.apply(
        "meter_provider: {readers: [{periodic: {interval: 20, exporter: {otlp_http: {endpoint:"
            + " 'http://127.0.0.1:1/v1/metrics'}}}}]}");
    assertThat(sdk.inForce("meter_provider").toString()).contains("interval=20");

    sdk.apply("");

    assertThat(sdk.inForce("meter_provider").toString()).contains("interval=3600000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resource: {schema_url: x} | resource | cannot be changed",
        "tracer_provider: {id_generator: {random: }} | tracer_provider.id_generator | cannot be changed",
        "tracer_provider: {sampler: {jaeger_remote/development: {endpoint: x}}} | tracer_provider.sampler.jaeger_remote/development | no such sampler",
        "tracer_provider: {sampler: } | tracer_provider.sampler | has no value",
        "tracer_provider: {processors: [{simple: {exporter: {console: }}}]} | tracer_provider.processors[0].simple.exporter.console | only OTLP",
        "tracer_provider: {processors: [{batch: {max_queue_size: 0, exporter: {otlp_http: }}}]} | tracer_provider.processors[0].batch.max_queue_size | ",
        "tracer_provider: {processors: [{batch: {exporter: {otlp_http: {tls: {ca_file: /none}}}}}]} | tracer_provider.processors[0].batch.exporter.otlp_http.tls.ca_file | cannot be read",
        "tracer_provider: {processors: [{batch: {exporter: {otlp_http: {endpoint: ftp}}}}]} | tracer_provider.processors[0].batch.exporter.otlp_http.endpoint | ",
        "meter_provider: {views: [{selector: {instrument_name: a}, stream: {name: b}}]} | meter_provider.views[0].stream.name | fixed",
        "meter_provider: {views: [{selector: {instrument_type: counter}, stream: {aggregation: {drop: }}}]} | meter_provider.views[0].selector.instrument_type | cannot be told",
        "meter_provider: {readers: [{periodic: {exporter: {otlp_http: }}}, {periodic: {exporter: {otlp_http: }}}]} | meter_provider.readers[1] | none can be added",
        "meter_provider: {readers: [{periodic: {exporter: {otlp_http: {temporality_preference: delta}}}}]} | meter_provider.readers[0].periodic.exporter.otlp_http.temporality_preference | another one",
        "meter_provider: {readers: [{pull: {}}]} | meter_provider.readers[0] | only periodic",
        "propagator: {composite: [{acme: }]} | propagator.composite[0].acme | brings no propagator",
        "logger_provider: {limits: {event_count_limit: 1}} | logger_provider.limits.event_count_limit | do not have this",
      })
  void whatTheSdkCannotDoIsRefusedWithItsPath(String document, String path, String reason) {
    assertThatThrownBy(() -> sdk.apply(document))
        .isInstanceOfSatisfying(
            ConfigRejectedException.class,
            e ->
                assertThat(e.problems())
                    .anySatisfy(
                        problem -> {
                          assertThat(problem.path()).isEqualTo(path);
                          assertThat(problem.message()).contains(reason == null ? "" : reason);
                        }));
    sdk.span("as before");
    assertThat(sdk.spanNames()).containsExactly("as before");
  }

  @Test
  void allRefusalsAreTold() {
    assertThatThrownBy(() -> sdk.apply("resource: {}\ntracer_provider: {id_generator: {}, x: 1}"))
        .isInstanceOfSatisfying(
            ConfigRejectedException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void revertedChangeLeavesWhatWasInForce() throws Exception {
    sdk.apply("tracer_provider: {sampler: {always_off: }}");
    PreparedChange change = sdk.prepare("tracer_provider: {processors: []}");
    change.commit();
    change.revert();
    sdk.span("dropped");

    assertThat(sdk.spans()).isEmpty();
    assertThat(sdk.tracerState("activeSpanProcessor")).isSameAs(sdk.spanProcessor);
  }

  @Test
  void sameOfferAgainChangesNothing() throws Exception {
    sdk.apply("tracer_provider: {sampler: {always_off: }, processors: []}");

    assertThat(sdk.apply("tracer_provider: {sampler: {always_off: }, processors: []}")).isEmpty();
  }

  @Test
  void restartBuildsWhatIsInForceOnceMore() throws Exception {
    sdk.apply("tracer_provider: {sampler: {always_off: }}");
    Object before = sdk.tracerState("sampler");

    sdk.target.prepareAnew().commit();
    sdk.span("dropped");

    assertThat(before).isNotNull();
    assertThat(sdk.spans()).isEmpty();
  }

  @Test
  void lettingGoGivesBackExactlyWhatWasBuilt() throws Exception {
    sdk.apply("disabled: true\ntracer_provider: {sampler: {always_off: }}");

    assertThat(sdk.target.close(10_000)).isTrue();

    assertThat(sdk.tracerState("sampler")).isSameAs(sdk.sampler);
    assertThat(sdk.tracerState("activeSpanProcessor")).isSameAs(sdk.spanProcessor);
    assertThat(sdk.tracerState("spanLimitsSupplier")).isNotInstanceOf(LiveLimits.class);
    assertThat(sdk.loggerState("logLimitsSupplier")).isNotInstanceOf(LiveLimits.class);
    assertThat(sdk.readerState("exporter")).isSameAs(sdk.metricExporter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tracer_provider: {processors: []}", "disabled: true"})
  void applicationThatShutsItsSdkDownShutsDownItsOwnParts(String inForce) throws Exception {
    sdk.apply(inForce);
    assertThat(sdk.target.isGone()).isFalse();

    sdk.sdk.close();

    assertThat(sdk.target.isGone()).isTrue();
    assertThat(sdk.exportersShutDown()).isTrue();
  }

  @Test
  void resourceIsThatOfTheSdk() {
    assertThat(sdk.target.resourceAttributes()).containsEntry("service.name", "shop");
  }

  @Test
  void whatTheApplicationBuiltIsDescribed() {
    assertThat(sdk.inForce("tracer_provider").get("processors").toString())
        .contains("Enriching")
        .contains(
            "simple={exporter={io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter={}}}");
    assertThat(sdk.inForce("meter_provider").toString())
        .contains("periodic={interval=3600000")
        .contains("InMemoryMetricExporter");
    assertThat(sdk.target.inForce().tree().get("propagator").toString())
        .contains("tracecontext")
        .contains("baggage");
  }

  @Test
  void contextOfTheApplicationStaysInSpansThatAreSampled() throws Exception {
    sdk.apply("tracer_provider: {sampler: {parent_based: {root: {always_on: }}}}");
    Span parent = sdk.tracer().spanBuilder("parent").startSpan();
    sdk.tracer().spanBuilder("child").setParent(Context.root().with(parent)).startSpan().end();
    parent.end();

    assertThat(sdk.spans().get(0).getParentSpanId()).isEqualTo(sdk.spans().get(1).getSpanId());
  }

  /** By its name the SDK, and nothing of it where this agent knows it to be. */
  private static final class OpenTelemetrySdk {}

  @Test
  void sdkOfAnotherShapeIsNotTakenForOneUnderControl() {
    try (ThreadSerialExecutor timer = new ThreadSerialExecutor("timer", Duration.ofSeconds(1))) {
      HostSdkTarget target =
          new HostSdkTarget("other", Map.of(), timer, Runnable::run, new HashSet<>());
      assertThatThrownBy(() -> target.adopt(new OpenTelemetrySdk()))
          .hasMessage("its parts cannot be read");
    }
  }
}

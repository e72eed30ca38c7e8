package dev.opamp.javaagent.telemetry;

import static dev.opamp.javaagent.telemetry.OwnSdkFixture.logs;
import static dev.opamp.javaagent.telemetry.OwnSdkFixture.traces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.config.PreparedChange;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is swapped behind the provider in force leaves everything else alone and loses nothing. */
@Timeout(120)
class OwnSdkSwapsTest {

  private static final String TRACERS =
      "  tracer_configurator/development: {tracers: [{name: \"noi*\", config: {enabled: false}}]}\n";
  private static final String LOGGERS =
      "  logger_configurator/development: {default_config: {minimum_severity: warn}}\n";

  private OwnSdkFixture sdk;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture();
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  @Test
  void tracerSwitchedOffAndOn_keepsProviderAndQueue() throws Exception {
    String on = traces("{always_on: }", sdk.a);
    Tracer held = sdk.openTelemetry.getTracer("noisy");
    sdk.apply(on);
    List<Part<?>> parts = sdk.target.parts();
    Span across = held.spanBuilder("across").startSpan();
    sdk.spans(held, "before", 1);
    sdk.apply(on + TRACERS);
    assertThat(held.isEnabled()).isFalse();
    assertThat(sdk.openTelemetry.getTracer("noise").isEnabled()).isFalse();
    sdk.spans(held, "unseen", 1);
    sdk.spans(sdk.tracer(), "other", 1);
    across.end();
    sdk.apply(on);
    assertThat(held.isEnabled()).isTrue();
    assertThat(sdk.openTelemetry.getTracer("noise").isEnabled()).isTrue();
    sdk.spans(held, "after", 1);

    assertThat(sdk.target.parts()).isEqualTo(parts);
    assertThat(sdk.a.requests()).as("nothing was flushed by the swaps").isEmpty();
    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spanNames()).containsExactlyInAnyOrder("before", "other", "across", "after");
  }

  @Test
  void loggerSwitchedOffAndOn_keepsProviderAndQueue() throws Exception {
    Logger held = sdk.openTelemetry.getLogsBridge().get("held");
    sdk.apply(logs(sdk.a));
    List<Part<?>> parts = sdk.target.parts();
    emit(held, "before");
    sdk.apply(logs(sdk.a) + LOGGERS);
    assertThat(held.isEnabled(Severity.INFO)).isFalse();
    emit(held, "unseen");
    held.logRecordBuilder().setSeverity(Severity.ERROR).setBody("error").emit();
    sdk.apply(logs(sdk.a));
    emit(held, "after");

    assertThat(sdk.target.parts()).isEqualTo(parts);
    assertThat(sdk.a.requests()).isEmpty();
    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.logRecords()).hasSize(3);
  }

  @Test
  void revert_putsConfiguratorsBack() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a) + TRACERS + logs(sdk.a) + LOGGERS);
    Tracer tracer = sdk.openTelemetry.getTracer("noisy");
    Logger logger = sdk.openTelemetry.getLogsBridge().get("held");
    PreparedChange change = sdk.prepare(traces("{always_on: }", sdk.a) + logs(sdk.a));
    change.commit();
    assertThat(tracer.isEnabled()).isTrue();
    assertThat(logger.isEnabled(Severity.INFO)).isTrue();
    change.revert();

    assertThat(tracer.isEnabled()).isFalse();
    assertThat(logger.isEnabled(Severity.INFO)).isFalse();
    assertThat(logger.isEnabled(Severity.WARN)).isTrue();
  }

  @Test
  void revertOfAnotherResource_putsTheProviderBackWithItsConfigurator() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a) + TRACERS);
    Tracer tracer = sdk.openTelemetry.getTracer("noisy");
    PreparedChange change =
        sdk.prepare(
            "resource: {attributes: [{name: a, value: b}]}\n" + traces("{always_on: }", sdk.a));
    change.commit();
    assertThat(tracer.isEnabled()).isTrue();
    change.revert();

    assertThat(tracer.isEnabled()).isFalse();
    assertThat(sdk.tracer().isEnabled()).isTrue();
  }

  @Test
  void loggingWithoutProcessorsMakesNoRecordsAndLaterDoes() throws Exception {
    Logger held = sdk.openTelemetry.getLogsBridge().get("held");
    sdk.apply("logger_provider: {}\n");
    assertThat(held.isEnabled(Severity.ERROR)).isFalse();
    sdk.apply(logs(sdk.a));
    emit(held, "seen");

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.logRecords()).hasSize(1);
  }

  @Test
  void delegatingProcessorAsksForNoMoreThanThePipelineInForce() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a));
    DelegatingSpanProcessor processor = new DelegatingSpanProcessor();
    assertThat(processor.isStartRequired() || processor.isEndRequired()).isFalse();
    processor.switchTo(((TracesState) state()).pipeline);

    assertThat(processor.isStartRequired()).isFalse();
    assertThat(processor.isOnEndingRequired()).isFalse();
    assertThat(processor.isEndRequired()).isTrue();
    assertThat(((TracesState) state()).generation.provider).isInstanceOf(SdkTracerProvider.class);
  }

  /** A state with a batch processor, built from the parts in force. */
  @SuppressWarnings("unchecked")
  private StateChange.State state() {
    List<Part<?>> parts = sdk.target.parts();
    return new TracesState(
        Map.of(),
        List.of(),
        List.of(),
        List.of((Part<SpanProcessor>) parts.get(0)),
        TracesState.OFF.limits,
        TracesState.OFF.configurator,
        new ProviderGeneration<>(SdkTracerProvider.builder().build(), "test"));
  }

  @Test
  void twoHundredRandomSwapsUnderLoadLoseNothingAndRepeatNothing() throws Exception {
    try (OwnSdkFixture loaded = new OwnSdkFixture(Duration.ofMillis(100))) {
      Random random = new Random(4);
      ExecutorService application = Executors.newFixedThreadPool(2);
      AtomicBoolean running = new AtomicBoolean(true);
      AtomicLong spans = new AtomicLong();
      AtomicLong records = new AtomicLong();
      loaded.apply(swap(loaded, random));
      Tracer tracer = loaded.tracer();
      Logger logger = loaded.openTelemetry.getLogsBridge().get("load");
      List<Future<?>> threads =
          Stream.generate(() -> (Runnable) () -> load(tracer, logger, running, spans, records))
              .limit(2)
              .<Future<?>>map(application::submit)
              .toList();
      for (int i = 0; i < 200; i++) {
        long seen = spans.get();
        await().pollInterval(Duration.ofMillis(1)).until(() -> spans.get() > seen + 5);
        loaded.apply(swap(loaded, random));
      }
      running.set(false);
      for (Future<?> thread : threads) {
        thread.get();
      }
      application.shutdown();
      assertThat(loaded.target.close(60_000)).isTrue();

      List<ByteString> ids =
          Stream.of(loaded.a, loaded.b)
              .flatMap(receiver -> receiver.spans().stream())
              .map(span -> span.bytes(2))
              .toList();
      assertThat(ids).hasSize((int) spans.get()).doesNotHaveDuplicates();
      assertThat(loaded.a.logRecords().size() + loaded.b.logRecords().size())
          .isEqualTo((int) records.get());
    }
  }

  /** Sampler, processors, limits, configurators and Resource, each of them as it happens. */
  private static String swap(OwnSdkFixture sdk, Random random) {
    String sampler =
        random.nextBoolean() ? "{always_on: }" : "{parent_based: {root: {always_on: }}}";
    String delay = 50 + random.nextInt(3) + ", max_queue_size: 100000";
    return "resource: {attributes: [{name: g, value: \"%d\"}]}\n".formatted(random.nextInt(3))
        + traces(sampler, random.nextBoolean() ? sdk.a : sdk.b).replace("60000", delay)
        + "  limits: {attribute_count_limit: %d}\n".formatted(10 + random.nextInt(3))
        + (random.nextBoolean() ? TRACERS : "")
        + logs(random.nextBoolean() ? sdk.a : sdk.b).replace("60000", delay)
        + (random.nextBoolean() ? LOGGERS : "");
  }

  private static void load(
      Tracer tracer, Logger logger, AtomicBoolean running, AtomicLong spans, AtomicLong records) {
    Span previous = tracer.spanBuilder("first").startSpan();
    while (running.get()) {
      Span next = tracer.spanBuilder("load").startSpan();
      logger.logRecordBuilder().setSeverity(Severity.ERROR).setBody("load").emit();
      records.incrementAndGet();
      previous.end();
      spans.incrementAndGet();
      previous = next;
      LockSupport.parkNanos(500_000);
    }
    previous.end();
    spans.incrementAndGet();
  }

  private static void emit(Logger logger, String body) {
    logger.logRecordBuilder().setSeverity(Severity.INFO).setBody(body).emit();
  }
}

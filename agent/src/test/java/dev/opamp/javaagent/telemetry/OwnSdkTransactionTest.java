package dev.opamp.javaagent.telemetry;

import static dev.opamp.javaagent.telemetry.OwnSdkFixture.logs;
import static dev.opamp.javaagent.telemetry.OwnSdkFixture.metrics;
import static dev.opamp.javaagent.telemetry.OwnSdkFixture.traces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OwnSdkTransactionTest {

  private static final int SPAN_ID = 2;

  private OwnSdkFixture sdk;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture(Duration.ofMillis(500));
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  @Test
  @Tag("CFG-16")
  void documentWithOneBadSignal_changesNothingOfTheGoodOnes() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a) + metrics(sdk.a) + logs(sdk.a));
    List<Part<?>> parts = sdk.target.parts();
    Map<String, Object> inForce = sdk.target.inForce().tree();
    String bad =
        traces("{always_off: }", sdk.b) + metrics(sdk.b) + logs(sdk.b).replace("otlp_http", "nope");

    assertThatThrownBy(() -> sdk.prepare(bad)).isInstanceOf(ConfigRejectedException.class);
    sdk.spans(sdk.tracer(), "kept", 1);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spanNames()).containsExactly("kept");
    assertThat(sdk.b.requests()).isEmpty();
    assertThat(sdk.target.parts()).isEqualTo(parts);
    assertThat(sdk.target.inForce().tree()).isEqualTo(inForce);
  }

  @Test
  void everyBadPartIsNamed() {
    String bad =
        traces("{trace_id_ratio_based: {ratio: 7.0}}", sdk.a)
            + metrics(sdk.a).replace("http://", "nonsense")
            + logs(sdk.a).replace("otlp_http", "nope");

    assertThatThrownBy(() -> sdk.prepare(bad))
        .hasMessageContaining("tracer_provider.sampler.trace_id_ratio_based.ratio")
        .hasMessageContaining("meter_provider.readers[0].periodic.exporter.otlp_http.endpoint")
        .hasMessageContaining("logger_provider.processors[0].batch.exporter.nope");
  }

  @Test
  @Tag("CFG-16")
  void preparedChange_touchesNothingUntilItIsCommitted() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a));
    PreparedChange change = sdk.prepare(traces("{always_off: }", sdk.b) + metrics(sdk.b));
    sdk.spans(sdk.tracer(), "before", 1);
    change.discard();
    sdk.spans(sdk.tracer(), "after", 1);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spanNames()).containsExactly("before", "after");
    assertThat(sdk.b.requests()).isEmpty();
  }

  @Test
  @Tag("CFG-16")
  void revert_putsThePreviousPartsBackAndDeliversWhatTheNewOnesGot() throws Exception {
    sdk.apply(
        "propagator: {composite: [{tracecontext: }]}\n"
            + traces("{always_on: }", sdk.a)
            + metrics(sdk.a)
            + logs(sdk.a));
    List<Part<?>> parts = sdk.target.parts();
    Map<String, Object> inForce = sdk.target.inForce().tree();
    PreparedChange change = sdk.prepare(traces("{always_on: }", sdk.b) + metrics(sdk.b));
    change.commit();
    sdk.spans(sdk.tracer(), "between", 1);
    change.revert();
    sdk.spans(sdk.tracer(), "after", 1);

    assertThat(sdk.target.parts()).isEqualTo(parts);
    assertThat(sdk.target.inForce().tree()).isEqualTo(inForce);
    assertThat(sdk.openTelemetry.getPropagators().getTextMapPropagator().fields())
        .contains("traceparent");
    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spanNames()).containsExactly("after");
    await().untilAsserted(() -> assertThat(sdk.b.spanNames()).containsExactly("between"));
  }

  @Test
  @Tag("CFG-22")
  void spansUnderLoadAcrossTwentyChanges_areAllExportedExactlyOnce() throws Exception {
    ExecutorService application = Executors.newFixedThreadPool(2);
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicLong ended = new AtomicLong();
    sdk.apply(change(0));
    Tracer held = sdk.tracer();
    List<Future<?>> threads =
        List.of(
            application.submit(() -> load(held, running, ended)),
            application.submit(() -> load(held, running, ended)));
    for (int i = 1; i <= 20; i++) {
      long seen = ended.get();
      await().until(() -> ended.get() > seen + 100);
      sdk.apply(change(i));
    }
    running.set(false);
    for (Future<?> thread : threads) {
      thread.get();
    }
    assertThat(sdk.target.close(60_000)).isTrue();
    application.shutdown();

    List<ByteString> ids =
        Stream.of(sdk.a, sdk.b)
            .flatMap(receiver -> receiver.spans().stream())
            .map(span -> span.bytes(SPAN_ID))
            .toList();
    assertThat(ids).hasSize((int) ended.get()).doesNotHaveDuplicates();
    assertThat(Stats.of(sdk.target, "traces"))
        .containsEntry("exported", ended.get())
        .containsEntry("failed", 0L)
        .containsEntry("dropped", 0L);
  }

  /** Changes by turns the destination, the Resource, a batch setting and the limits. */
  private String change(int i) {
    return "resource: {attributes: [{name: generation, value: \"%d\"}]}\n".formatted(i / 2)
        + traces("{always_on: }", i % 2 == 0 ? sdk.a : sdk.b)
            .replace("60000", Integer.toString(20 + i % 3) + ", max_queue_size: 100000")
        + "  limits: {attribute_count_limit: %d}\n".formatted(10 + i);
  }

  /** About two thousand spans a second and thread, each in flight for a while. */
  private static void load(Tracer tracer, AtomicBoolean running, AtomicLong ended) {
    Span previous = tracer.spanBuilder("first").startSpan();
    while (running.get()) {
      Span next = tracer.spanBuilder("load").startSpan();
      previous.end();
      ended.incrementAndGet();
      previous = next;
      LockSupport.parkNanos(500_000);
    }
    previous.end();
    ended.incrementAndGet();
  }
}

package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.RemoteConfigState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts, times and traces the applying of remote configurations. Thread-safe.
 *
 * <p>Durations recorded before there is a destination are kept, as far as they are the newest, and
 * handed to the histogram of each new destination: like the counters it covers the agent's life.
 */
public final class ApplyRecorder implements MetricSource {

  private static final AttributeKey<String> OUTCOME =
      AttributeKey.stringKey("opamp.agent.offer.outcome");
  private static final AttributeKey<String> HASH = AttributeKey.stringKey("opamp.config.hash");
  private static final AttributeKey<List<String>> STEPS =
      AttributeKey.stringArrayKey("opamp.config.steps");
  private static final double NANOS_PER_SECOND = 1_000_000_000;
  private static final int KEPT = 1024;

  private final Supplier<Tracer> tracer;
  private final Map<RemoteConfigState, LongAdder> outcomes = new EnumMap<>(RemoteConfigState.class);
  private final Deque<Timing> timings = new ArrayDeque<>();
  private @Nullable DoubleHistogram histogram;

  ApplyRecorder(Supplier<Tracer> tracer) {
    this.tracer = tracer;
    for (RemoteConfigState state : RemoteConfigState.values()) {
      outcomes.put(state, new LongAdder());
    }
  }

  /**
   * Takes one offer that was dealt with just now.
   *
   * @param outcome APPLIED or FAILED
   * @param steps what was exchanged, and how; they hold places of the document and none of its
   *     values
   * @param nanos how long it took, nanoseconds
   */
  public void applied(byte[] hash, RemoteConfigState outcome, List<String> steps, long nanos) {
    LongAdder adder = outcomes.get(outcome);
    if (adder != null) {
      adder.increment();
    }
    record(new Timing(nanos / NANOS_PER_SECOND, Attributes.of(OUTCOME, word(outcome))));
    Instant end = Instant.now();
    Span span =
        tracer
            .get()
            .spanBuilder("opamp.config.apply")
            .setParent(Context.root())
            .setStartTimestamp(end.minusNanos(nanos))
            .setAttribute(HASH, hex(hash))
            .setAttribute(OUTCOME, word(outcome))
            .setAttribute(STEPS, steps)
            .startSpan();
    if (outcome == RemoteConfigState.FAILED) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(end);
  }

  @Override
  public synchronized void register(Meter meter) {
    meter
        .counterBuilder("opamp.agent.offers")
        .setUnit("{offer}")
        .setDescription("Remote configurations offered, by outcome.")
        .buildWithCallback(
            measurement -> {
              for (RemoteConfigState each :
                  Arrays.asList(RemoteConfigState.APPLIED, RemoteConfigState.FAILED)) {
                measurement.record(count(each), Attributes.of(OUTCOME, word(each)));
              }
            });
    DoubleHistogram next =
        meter
            .histogramBuilder("opamp.agent.config.apply.duration")
            .setUnit("s")
            .setDescription("Time from an offer's arrival to its outcome.")
            .build();
    timings.forEach(timing -> timing.recordIn(next));
    histogram = next;
  }

  private synchronized void record(Timing timing) {
    timings.addLast(timing);
    if (timings.size() > KEPT) {
      timings.removeFirst();
    }
    if (histogram != null) {
      timing.recordIn(histogram);
    }
  }

  private long count(RemoteConfigState state) {
    LongAdder adder = outcomes.get(state);
    return adder == null ? 0 : adder.sum();
  }

  private static String word(RemoteConfigState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String hex(byte[] hash) {
    StringBuilder text = new StringBuilder(2 * hash.length);
    for (byte b : hash) {
      text.append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return text.toString();
  }

  private static final class Timing {
    private final double seconds;
    private final Attributes attributes;

    Timing(double seconds, Attributes attributes) {
      this.seconds = seconds;
      this.attributes = attributes;
    }

    void recordIn(DoubleHistogram histogram) {
      histogram.record(seconds, attributes, Context.root());
    }
  }
}

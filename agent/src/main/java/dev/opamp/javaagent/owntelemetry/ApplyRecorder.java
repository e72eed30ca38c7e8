package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
  private static final AttributeKey<Long> PROBLEMS =
      AttributeKey.longKey("opamp.config.problem.count");
  private static final int KEPT = 1024;

  private final Ticker ticker;
  private final Supplier<Tracer> tracer;
  private final Map<RemoteConfigState, LongAdder> outcomes = new EnumMap<>(RemoteConfigState.class);
  private final Deque<Timing> timings = new ArrayDeque<>();
  private @Nullable DoubleHistogram histogram;

  ApplyRecorder(Ticker ticker, Supplier<Tracer> tracer) {
    this.ticker = ticker;
    this.tracer = tracer;
    for (RemoteConfigState state : RemoteConfigState.values()) {
      outcomes.put(state, new LongAdder());
    }
  }

  /** Begins with one offer; exactly one {@link Apply#finished} is to follow. */
  public Apply start(byte[] hash) {
    Span span =
        tracer
            .get()
            .spanBuilder("opamp.config.apply")
            .setParent(Context.root())
            .setAttribute(HASH, hex(hash))
            .startSpan();
    return new Apply(this, span, ticker.nanos());
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

  /** The applying of one offer. */
  public static final class Apply {

    private final ApplyRecorder recorder;
    private final Span span;
    private final long startNanos;

    private Apply(ApplyRecorder recorder, Span span, long startNanos) {
      this.recorder = recorder;
      this.span = span;
      this.startNanos = startNanos;
    }

    /**
     * Ends it.
     *
     * @param outcome APPLIED or FAILED
     * @param problems how many problems the offer had
     */
    public void finished(RemoteConfigState outcome, int problems) {
      LongAdder adder = recorder.outcomes.get(outcome);
      if (adder != null) {
        adder.increment();
      }
      double seconds =
          (recorder.ticker.nanos() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
      recorder.record(new Timing(seconds, Attributes.of(OUTCOME, word(outcome))));
      span.setAttribute(OUTCOME, word(outcome)).setAttribute(PROBLEMS, (long) problems);
      if (outcome == RemoteConfigState.FAILED) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
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

package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.telemetry.reader.GenerationClock;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One meter provider with its clock and its readers. */
final class MeterGeneration {

  /** Why there is another one. */
  final Object key;

  final MeterProvider provider;
  private final @Nullable GenerationClock clock;
  private final List<ReaderSlot> slots;
  private final CompletableResultCode started = new CompletableResultCode();
  private final CompletableResultCode finished = new CompletableResultCode();
  private volatile CompletableResultCode delivered = CompletableResultCode.ofSuccess();

  /**
   * @param key equal for as long as the provider need not be rebuilt
   */
  MeterGeneration(
      Object key, SdkMeterProvider provider, GenerationClock clock, List<ReaderSlot> slots) {
    this.key = key;
    this.provider = provider;
    this.clock = clock;
    this.slots = slots;
  }

  private MeterGeneration() {
    this.key = "off";
    this.provider = MeterProvider.noop();
    this.clock = null;
    this.slots = Collections.emptyList();
  }

  /** Returns a generation that records nothing. */
  static MeterGeneration off() {
    return new MeterGeneration();
  }

  boolean isOff() {
    return clock == null;
  }

  /** Begins, and stands still at the time at which the one before has ended. */
  void commit(MeterGeneration before) {
    before.slots.forEach(ReaderSlot::suspend);
    GenerationClock ended = before.clock;
    long now = ended == null ? Clock.getDefault().now() : ended.stop();
    if (clock != null) {
      clock.set(now);
    }
    slots.forEach(ReaderSlot::commit);
  }

  /** Goes on as the generation in force, also after another one had been committed. */
  void run() {
    if (clock != null) {
      clock.start();
    }
    slots.forEach(ReaderSlot::resume);
  }

  /**
   * Records no time after this, as the generation before goes on.
   *
   * @param sharesOutlet whether that one uses the outlet of this reader too
   */
  void forsake(int reader, boolean sharesOutlet) {
    if (clock != null) {
      clock.stop();
    }
    if (sharesOutlet) {
      slots.get(reader).keepDeltasOnly();
    }
  }

  void start(long since) {
    slots.forEach(slot -> slot.start(since));
    started.succeed();
  }

  void follow(List<ReaderPlan> plans) {
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).follow(plans.get(i));
    }
  }

  /** Delivers what was recorded, once the generation before is out of the way. */
  CompletableResultCode flush() {
    CompletableResultCode result = new CompletableResultCode();
    started.whenComplete(() -> chain(all(ReaderSlot::flush), result));
    return result;
  }

  /** Collects and delivers; the next generation may collect after that. */
  void finish() {
    started.succeed();
    delivered = all(ReaderSlot::finish);
  }

  /** Delivers what was recorded too late for {@link #finish}, and gives the readers up. */
  void sweep() {
    chain(CompletableResultCode.ofAll(Arrays.asList(delivered, all(ReaderSlot::sweep))), finished);
  }

  /** Returns what succeeds once everything was delivered. */
  CompletableResultCode finished() {
    return finished;
  }

  private CompletableResultCode all(Function<ReaderSlot, CompletableResultCode> step) {
    List<CompletableResultCode> results = new ArrayList<>();
    slots.forEach(slot -> results.add(step.apply(slot)));
    return CompletableResultCode.ofAll(results);
  }

  private static void chain(CompletableResultCode from, CompletableResultCode to) {
    from.whenComplete(
        () -> {
          if (from.isSuccess()) {
            to.succeed();
          } else {
            to.fail();
          }
        });
  }
}

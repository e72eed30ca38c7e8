package dev.opamp.javaagent.telemetry.metrics;

import dev.opamp.javaagent.log.AgentLogger;
import io.opentelemetry.api.metrics.Meter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One callback: on the current meter, and for as long as they are still to be collected, on the
 * meters before. Where it is registered is guarded by the provider's lock, in which no code of the
 * application runs; that runs under a lock of the meter, as in the SDK.
 */
final class CallbackRegistration {

  private static final AgentLogger LOG = AgentLogger.get(CallbackRegistration.class);

  private final Object lock;
  private final Object running;
  private final ObservedCallback callback;
  private final @Nullable ClassLoader contextLoader =
      Thread.currentThread().getContextClassLoader();
  private final List<CallbackOnMeter> replaced = new ArrayList<>();
  private CallbackOnMeter current;
  private @Nullable CallbackOnMeter prepared;
  private int holders;
  private volatile Baseline baseline;

  /** What its counters were at when last observed. */
  private volatile List<Observation> counted = Collections.emptyList();

  /**
   * @param lock that of the provider
   * @param running held while a callback of the meter runs
   */
  CallbackRegistration(Object lock, Object running, ObservedCallback callback, Meter meter) {
    this.lock = lock;
    this.running = running;
    this.callback = callback;
    this.baseline = Baseline.zero(callback::isCounter);
    this.current = new CallbackOnMeter(this, callback, meter);
  }

  void addHolder() {
    holders++;
  }

  /** Returns whether that was the last holder; the callback is then off every meter. */
  boolean removeHolder() {
    holders--;
    if (holders > 0) {
      return false;
    }
    current.unregister();
    replaced.forEach(CallbackOnMeter::unregister);
    replaced.clear();
    return true;
  }

  boolean isClosed() {
    synchronized (lock) {
      return holders <= 0;
    }
  }

  /** Registers on another meter, unless the callback is there still from before. */
  void prepare(Meter next) {
    CallbackOnMeter there = replacedOn(next);
    prepared = there == null ? new CallbackOnMeter(this, callback, next) : there;
  }

  private @Nullable CallbackOnMeter replacedOn(Meter meter) {
    for (CallbackOnMeter before : replaced) {
      if (before.isOn(meter)) {
        return before;
      }
    }
    return null;
  }

  /** Makes the prepared registration the current one, and returns the one before. */
  @Nullable CallbackOnMeter replace() {
    CallbackOnMeter next = prepared;
    if (next == null) {
      return null;
    }
    CallbackOnMeter before = current;
    replaced.remove(next);
    replaced.add(before);
    current = next;
    prepared = null;
    return before;
  }

  void discardPrepared() {
    CallbackOnMeter next = prepared;
    prepared = null;
    if (next != null && !replaced.contains(next)) {
      next.unregister();
    }
  }

  /** Takes a replaced registration off its meter; not one that has come into force again. */
  void takeOff(CallbackOnMeter before) {
    synchronized (lock) {
      if (replaced.remove(before)) {
        before.unregister();
      }
    }
  }

  /** Runs the application's code, with the context class loader it was registered with. */
  List<Observation> observe() {
    ObservationBuffer buffer = new ObservationBuffer();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    boolean complete = false;
    thread.setContextClassLoader(contextLoader);
    try {
      synchronized (running) {
        callback.run(buffer);
      }
      complete = true;
    } catch (Throwable t) {
      // What it observed before counts, as in the SDK; what the application threw is not ours.
      LOG.debug("a callback of the application threw " + t.getClass().getName());
    } finally {
      thread.setContextClassLoader(before);
    }
    List<Observation> observed = buffer.close();
    counted = counted(observed, complete);
    return observed;
  }

  /** A run that failed says nothing of what it did not come to: that is where it was before. */
  private List<Observation> counted(List<Observation> observed, boolean complete) {
    List<Observation> now = new ArrayList<>(observed);
    now.removeIf(observation -> !callback.isCounter(observation.series().target()));
    if (!complete) {
      Set<ObservedSeries> known = new HashSet<>();
      now.forEach(observation -> known.add(observation.series()));
      for (Observation before : counted) {
        if (!known.contains(before.series())) {
          now.add(before);
        }
      }
    }
    return now;
  }

  /** Returns what the counters were at when last observed. */
  List<Observation> counted() {
    return counted;
  }

  List<Observation> sinceBaseline(List<Observation> observations) {
    return baseline.since(observations);
  }

  void countFrom(List<Observation> observations) {
    baseline = baseline.at(observations);
  }
}

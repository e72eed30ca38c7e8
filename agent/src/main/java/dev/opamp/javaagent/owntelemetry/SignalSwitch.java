package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.net.OneLine;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Moves signals to other destinations, all that are asked for or none: build, put in force, then
 * flush and close what was replaced, off the calling thread. Thread-safe.
 */
final class SignalSwitch {

  private static final AgentLogger LOG = AgentLogger.get(SignalSwitch.class);

  private final DestinationCheck check;
  private final RetiredPipelines retired;
  private final List<SignalSlot<?>> slots;
  private boolean closed;

  SignalSwitch(DestinationCheck check, ExportThreads threads, SignalSlot<?>... slots) {
    this.check = check;
    this.retired = new RetiredPipelines(threads);
    this.slots = Arrays.asList(slots);
  }

  /**
   * Puts destinations in force; a signal that is not named, and one that has this destination
   * already, stays as it is.
   *
   * @return why nothing was changed; empty when all are in force
   */
  synchronized List<String> apply(Map<OwnSignal, TelemetryDestination> wanted) {
    List<String> refused = new ArrayList<>();
    Map<SignalSlot<?>, TelemetryDestination> changed = new LinkedHashMap<>();
    for (SignalSlot<?> slot : slots) {
      TelemetryDestination next = wanted.get(slot.signal());
      if (next == null || next.equals(slot.destination())) {
        continue;
      }
      String reason = check.refusal(next);
      if (reason == null) {
        changed.put(slot, next);
      } else {
        refused.add("own_" + slot.signal().word() + ": " + reason);
      }
    }
    return refused.isEmpty() ? change(changed) : refused;
  }

  /** Builds every pipeline anew, towards the destination it has. */
  synchronized void rebuild() {
    Map<SignalSlot<?>, TelemetryDestination> all = new LinkedHashMap<>();
    for (SignalSlot<?> slot : slots) {
      TelemetryDestination destination = slot.destination();
      if (destination != null) {
        all.put(slot, destination);
      }
    }
    for (String problem : change(all)) {
      LOG.warn("own telemetry goes on as it was: " + problem);
    }
  }

  synchronized Map<OwnSignal, TelemetryDestination> destinations() {
    Map<OwnSignal, TelemetryDestination> inForce = new EnumMap<>(OwnSignal.class);
    for (SignalSlot<?> slot : slots) {
      TelemetryDestination destination = slot.destination();
      if (destination != null) {
        inForce.put(slot.signal(), destination);
      }
    }
    return inForce;
  }

  private List<String> change(Map<SignalSlot<?>, TelemetryDestination> changed) {
    if (closed) {
      return Collections.singletonList("the agent is stopping");
    }
    List<SignalSlot<?>.Prepared> prepared = new ArrayList<>();
    for (Map.Entry<SignalSlot<?>, TelemetryDestination> entry : changed.entrySet()) {
      try {
        prepared.add(entry.getKey().prepare(entry.getValue()));
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("own telemetry: " + e.getClass().getName());
        prepared.forEach(unused -> retired.retire(unused.unused(), () -> {}));
        return Collections.singletonList(
            "own_" + entry.getKey().signal().word() + ": " + reason(e));
      }
    }
    return putInForce(prepared);
  }

  /** What keeps a connection from being made has a reason for the server; the rest is a fault. */
  private static String reason(Throwable failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : null;
    return cause == null ? "no exporter can be built for it" : OneLine.of(cause.getMessage());
  }

  private List<String> putInForce(List<SignalSlot<?>.Prepared> prepared) {
    List<String> failed = new ArrayList<>();
    for (SignalSlot<?>.Prepared each : prepared) {
      try {
        retired.retire(each.commit(), () -> {});
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("own telemetry: " + e.getClass().getName());
        retired.retire(each.unused(), () -> {});
        failed.add("own_" + each.signal().word() + ": cannot be started in this JVM");
      }
    }
    return failed;
  }

  /** Flushes everything a last time and ends; returns when done or when the time is over. */
  void close(Duration limit) {
    List<SignalPipeline> open = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (SignalSlot<?> slot : slots) {
        SignalPipeline pipeline = slot.clear();
        if (pipeline != null) {
          open.add(pipeline);
        }
      }
    }
    CountDownLatch done = new CountDownLatch(open.size());
    open.forEach(pipeline -> retired.retire(pipeline, done::countDown));
    try {
      if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("own telemetry: the last flush took too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.forEach(SignalPipeline::abandon);
  }
}

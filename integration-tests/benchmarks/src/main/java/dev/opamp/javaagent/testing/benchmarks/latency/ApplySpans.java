package dev.opamp.javaagent.testing.benchmarks.latency;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/** The spans of the agent's own telemetry that say how long each offer took. */
final class ApplySpans implements Consumer<ReceivedExport> {

  private static final String NAME = "opamp.config.apply";
  private static final String HASH = "opamp.config.hash";

  /** In the order of arrival: every removal of a configuration has the same hash. */
  private final Map<ByteString, Deque<Long>> nanosByHash = new HashMap<>();

  private int count;
  private boolean begun;

  @Override
  public synchronized void accept(ReceivedExport export) {
    begun = true;
    notifyAll();
    if (export.signal() == Signal.TRACES) {
      for (var resource : ((ExportTraceServiceRequest) export.message()).getResourceSpansList()) {
        for (var scope : resource.getScopeSpansList()) {
          scope.getSpansList().forEach(this::take);
        }
      }
      notifyAll();
    }
  }

  private void take(Span span) {
    if (!span.getName().equals(NAME)) {
      return;
    }
    for (KeyValue attribute : span.getAttributesList()) {
      if (attribute.getKey().equals(HASH)) {
        byte[] hash = HexFormat.of().parseHex(attribute.getValue().getStringValue());
        nanosByHash
            .computeIfAbsent(ByteString.copyFrom(hash), h -> new ArrayDeque<>())
            .add(span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
        count++;
      }
    }
  }

  /** Waits for the spans of so many offers. */
  synchronized boolean await(int offers, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (count < offers) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  /** Waits until own telemetry has begun, of which metrics come first. */
  synchronized boolean awaitBegun(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!begun && deadline - System.nanoTime() > 0) {
      wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
    return begun;
  }

  /** Whether an offer of that hash has arrived. */
  synchronized boolean has(ByteString hash) {
    return nanosByHash.containsKey(hash);
  }

  /** Returns the next time of a hash, the oldest first. */
  synchronized long take(ByteString hash) {
    Deque<Long> nanos = nanosByHash.get(hash);
    if (nanos == null || nanos.isEmpty()) {
      throw new IllegalStateException("no span of the agent for an offer");
    }
    return nanos.remove();
  }
}

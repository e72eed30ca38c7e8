package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.TelemetryDestination;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline in force for one signal. Readers take it without a lock; it is changed by one thread
 * at a time, and only by publishing a complete new one.
 */
final class SignalSlot<P extends SignalPipeline> {

  private final OwnSignal signal;
  private final Function<TelemetryDestination, P> opener;
  private volatile @Nullable P pipeline;
  private @Nullable TelemetryDestination destination;

  SignalSlot(OwnSignal signal, Function<TelemetryDestination, P> opener) {
    this.signal = signal;
    this.opener = opener;
  }

  OwnSignal signal() {
    return signal;
  }

  @Nullable P current() {
    return pipeline;
  }

  @Nullable TelemetryDestination destination() {
    return destination;
  }

  /** Builds without touching what is in force. Throws when it cannot be built. */
  Prepared prepare(TelemetryDestination next) {
    return new Prepared(opener.apply(next), next);
  }

  /** Returns the pipeline that was in force; afterwards none is. */
  @Nullable SignalPipeline clear() {
    P before = pipeline;
    pipeline = null;
    destination = null;
    return before;
  }

  /** A pipeline that is built and not yet in force. */
  final class Prepared {
    private final P next;
    private final TelemetryDestination nextDestination;

    private Prepared(P next, TelemetryDestination nextDestination) {
      this.next = next;
      this.nextDestination = nextDestination;
    }

    /** Puts it in force and returns the one it replaces. */
    @Nullable SignalPipeline commit() {
      P before = pipeline;
      next.start();
      pipeline = next;
      destination = nextDestination;
      return before;
    }

    OwnSignal signal() {
      return signal;
    }

    /** Returns it unused, to be closed. */
    SignalPipeline unused() {
      return next;
    }
  }
}

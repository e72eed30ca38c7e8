package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.Meter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One callback on the current meter. Guarded by the provider's lock. */
final class CallbackRegistration {

  private final Function<Meter, Runnable> registrar;
  private Runnable unregister;
  private @Nullable Runnable unregisterPrepared;
  private int holders;

  CallbackRegistration(Function<Meter, Runnable> registrar, Runnable unregister) {
    this.registrar = registrar;
    this.unregister = unregister;
  }

  void addHolder() {
    holders++;
  }

  /** Returns whether that was the last holder; the callback is then off its meter. */
  boolean removeHolder() {
    holders--;
    if (holders > 0) {
      return false;
    }
    unregister.run();
    return true;
  }

  void prepare(Meter next) {
    unregisterPrepared = registrar.apply(next);
  }

  /** Makes the prepared registration the current one and takes the callback off the old meter. */
  void replace() {
    Runnable next = unregisterPrepared;
    if (next != null) {
      unregister.run();
      unregister = next;
      unregisterPrepared = null;
    }
  }

  void discardPrepared() {
    Runnable next = unregisterPrepared;
    if (next != null) {
      next.run();
      unregisterPrepared = null;
    }
  }
}

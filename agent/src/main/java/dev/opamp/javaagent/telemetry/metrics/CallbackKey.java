package dev.opamp.javaagent.telemetry.metrics;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes two registrations of a callback the same: the instrument, and the identity of the
 * application's objects, whose own {@code equals} is never called.
 */
final class CallbackKey {

  private final @Nullable InstrumentKey instrument;
  private final Object[] identities;

  /**
   * @param instrument the observed instrument, or null for a batch
   * @param identities the callback, and the measurements of a batch
   */
  CallbackKey(@Nullable InstrumentKey instrument, Object... identities) {
    this.instrument = instrument;
    this.identities = identities;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof CallbackKey)) {
      return false;
    }
    CallbackKey other = (CallbackKey) o;
    return Objects.equals(instrument, other.instrument) && sameIdentities(other.identities);
  }

  private boolean sameIdentities(Object[] others) {
    if (identities.length != others.length) {
      return false;
    }
    for (int i = 0; i < others.length; i++) {
      if (identities[i] != others[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = Objects.hashCode(instrument);
    for (Object identity : identities) {
      hash = 31 * hash + System.identityHashCode(identity);
    }
    return hash;
  }
}

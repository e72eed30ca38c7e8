package dev.opamp.javaagent.telemetry.metrics;

import org.jspecify.annotations.Nullable;

/** What makes two instruments of one meter the same. */
final class InstrumentKey {

  private final Class<?> kind;
  private final InstrumentDescriptor descriptor;

  InstrumentKey(Class<?> kind, InstrumentDescriptor descriptor) {
    this.kind = kind;
    this.descriptor = descriptor;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof InstrumentKey
        && kind == ((InstrumentKey) o).kind
        && descriptor.equals(((InstrumentKey) o).descriptor);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + descriptor.hashCode();
  }
}

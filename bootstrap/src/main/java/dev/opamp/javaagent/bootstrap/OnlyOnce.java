package dev.opamp.javaagent.bootstrap;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one agent run in a JVM, however often a jar of it was named.
 *
 * <p>Every copy's entry class has the same name on the same (system) loader, so the first copy's
 * classes answer for all of them and a static mark is enough: no JVM-global state is written.
 */
final class OnlyOnce {

  private static final AtomicBoolean CLAIMED = new AtomicBoolean();

  private OnlyOnce() {}

  /** Returns whether the caller is the first. */
  static boolean claim() {
    return CLAIMED.compareAndSet(false, true);
  }
}

package dev.opamp.javaagent.bootstrap;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets one agent at a time run in a JVM, however often a jar of it was named.
 *
 * <p>Every copy's entry class has the same name on the same (system) loader, so the first copy's
 * classes answer for all of them and a static mark is enough: no JVM-global state is written.
 */
final class OnlyOne {

  private static final AtomicBoolean CLAIMED = new AtomicBoolean();
  private static final AtomicReference<@Nullable StartedAgent> STARTED = new AtomicReference<>();

  private OnlyOne() {}

  /** Returns whether the caller may start an agent. */
  static boolean claim() {
    return CLAIMED.compareAndSet(false, true);
  }

  /** Returns whether there is an agent, be it on its way in or out. */
  static boolean isClaimed() {
    return CLAIMED.get();
  }

  /** Keeps what can stop the agent that the caller has started. */
  static void started(StartedAgent agent) {
    STARTED.set(agent);
  }

  /** Returns the agent that runs, to one caller alone, who stops it; null when none does. */
  static @Nullable StartedAgent take() {
    return STARTED.getAndSet(null);
  }

  /** Says that the agent is gone, or did not come: the next may. */
  static void release() {
    CLAIMED.set(false);
  }
}

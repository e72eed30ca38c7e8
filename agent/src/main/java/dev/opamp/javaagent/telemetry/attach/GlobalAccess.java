package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.telemetry.attach.GlobalLock.LeftUnset;
import java.lang.reflect.Field;

/**
 * Works {@code GlobalOpenTelemetry} of one class loader. What must not be interrupted by the
 * application's own {@code set} runs with the lock of that class held.
 */
final class GlobalAccess {

  private final Class<?> global;
  private final GlobalLock lock;

  GlobalAccess(Class<?> global) {
    this.global = global;
    this.lock = GlobalLock.of(global);
  }

  Class<?> type() {
    return global;
  }

  /** Returns the no-op of the application's API. */
  Object noop() throws ReflectiveOperationException {
    Class<?> api = global.getClassLoader().loadClass("io.opentelemetry.api.OpenTelemetry");
    return api.getMethod("noop").invoke(null);
  }

  /** Returns what the class says; the agent must answer its own question with "unknown". */
  boolean isSet() throws ReflectiveOperationException {
    return lock.isSet();
  }

  /**
   * Sets an instance if the claim, asked while the lock is held, succeeds.
   *
   * @return whether it was set
   */
  boolean set(Object openTelemetry, Condition claim) throws ReflectiveOperationException {
    return lock.set(
        () -> {
          if (!claim.holds()) {
            throw new LeftUnset();
          }
          return openTelemetry;
        });
  }

  /** Makes the class forget its instance if the condition, asked under the lock, holds. */
  void clearIf(Condition condition) throws ReflectiveOperationException {
    lock.set(
        () -> {
          if (condition.holds()) {
            reset();
          }
          throw new LeftUnset();
        });
  }

  /**
   * Replaces the no-op that the first {@code get} of the application left behind.
   *
   * @param claim asked under the lock, once it is clear that there is such a no-op
   * @return false when something else is set, or it cannot be told
   */
  boolean replaceDefaultNoop(Object openTelemetry, Condition claim)
      throws ReflectiveOperationException {
    return lock.set(
        () -> {
          if (!setByGet() || !claim.holds()) {
            throw new LeftUnset();
          }
          reset();
          return openTelemetry;
        });
  }

  /** Tells the default from a no-op that the application chose: who called {@code set}? */
  private boolean setByGet() {
    try {
      Field caller = global.getDeclaredField("setGlobalCaller");
      caller.setAccessible(true);
      Throwable trace = (Throwable) caller.get(null);
      StackTraceElement[] frames = trace == null ? new StackTraceElement[0] : trace.getStackTrace();
      return frames.length > 1
          && frames[1].getClassName().equals(global.getName())
          && frames[1].getMethodName().equals("get");
    } catch (ReflectiveOperationException | RuntimeException e) {
      return false;
    }
  }

  private void reset() throws ReflectiveOperationException {
    global.getMethod("resetForTest").invoke(null);
  }

  /** Asked while the lock is held. */
  interface Condition {
    boolean holds() throws ReflectiveOperationException;
  }
}

package dev.opamp.javaagent.telemetry.attach;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;

/**
 * Works {@code GlobalOpenTelemetry} of one class loader through its public methods, which also
 * holds when the API is a named module.
 *
 * <p>What must not be interrupted by the application's own {@code set} runs inside {@code
 * set(Supplier)}, which holds the lock of that class.
 */
final class GlobalAccess {

  private final Class<?> global;

  GlobalAccess(Class<?> global) {
    this.global = global;
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
    return (Boolean) global.getMethod("isSet").invoke(null);
  }

  /**
   * Sets an instance if the claim, asked while the lock is held, succeeds.
   *
   * @return whether it was set
   */
  boolean set(Object openTelemetry, Condition claim) throws ReflectiveOperationException {
    return underLock(
        () -> {
          if (!claim.holds()) {
            throw new LeftUnset();
          }
          return openTelemetry;
        });
  }

  /** Makes the class forget its instance if the condition, asked under the lock, holds. */
  void clearIf(Condition condition) throws ReflectiveOperationException {
    underLock(
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
    return underLock(
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

  private boolean underLock(Body body) throws ReflectiveOperationException {
    Supplier<Object> supplier =
        () -> {
          try {
            return body.run();
          } catch (ReflectiveOperationException e) {
            throw new LeftUnset();
          }
        };
    try {
      global.getMethod("set", Supplier.class).invoke(null, supplier);
      return true;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      // The second is what the class throws when an instance is set already.
      if (cause instanceof LeftUnset || cause instanceof IllegalStateException) {
        return false;
      }
      throw e;
    }
  }

  /** Asked while the lock is held. */
  interface Condition {
    boolean holds() throws ReflectiveOperationException;
  }

  /** Runs while the lock is held, and returns what is to be set. */
  private interface Body {
    Object run() throws ReflectiveOperationException;
  }

  /** Leaves {@code set(Supplier)} without setting anything. */
  private static final class LeftUnset extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeftUnset() {
      super(null, null, false, false);
    }
  }
}

package dev.opamp.javaagent.telemetry.attach;

import java.lang.reflect.InvocationTargetException;

/**
 * The lock of a {@code GlobalOpenTelemetry}, under which it is set, and what must not be
 * interrupted by that. How it is held depends on what the version of the API has.
 */
abstract class GlobalLock {

  /** Runs while the lock is held, and returns what is to be set. */
  interface Body {
    Object run() throws ReflectiveOperationException;
  }

  /** Returns the lock of the class. */
  static GlobalLock of(Class<?> global) {
    return GlobalSupplier.isIn(global) ? new GlobalSupplier(global) : new GlobalMutex(global);
  }

  /** Returns whether an instance is set. The agent must not answer for the class meanwhile. */
  abstract boolean isSet() throws ReflectiveOperationException;

  /**
   * Sets what the body returns.
   *
   * @return whether it was set: not if the body leaves it unset, or an instance is set already
   */
  final boolean set(Body body) throws ReflectiveOperationException {
    try {
      setUnderLock(body);
      return true;
    } catch (LeftUnset e) {
      return false;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      // The second is what the class throws when an instance is set already.
      if (cause instanceof LeftUnset || cause instanceof IllegalStateException) {
        return false;
      }
      throw e;
    }
  }

  /** Sets what the body returns through a method of the class, with its lock held for both. */
  abstract void setUnderLock(Body body) throws ReflectiveOperationException;

  /** Leaves the lock without setting anything. */
  static final class LeftUnset extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeftUnset() {
      super(null, null, false, false);
    }
  }
}

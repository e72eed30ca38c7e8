package dev.opamp.javaagent.telemetry.attach;

import java.util.function.Supplier;

/**
 * Holds the lock by {@code set(Supplier)}: all that is needed is public, so this also works when
 * the API is a named module.
 */
final class GlobalSupplier extends GlobalLock {

  private final Class<?> global;

  GlobalSupplier(Class<?> global) {
    this.global = global;
  }

  static boolean isIn(Class<?> global) {
    try {
      return global.getMethod("set", Supplier.class) != null && global.getMethod("isSet") != null;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  @Override
  boolean isSet() throws ReflectiveOperationException {
    return (Boolean) global.getMethod("isSet").invoke(null);
  }

  @Override
  void setUnderLock(Body body) throws ReflectiveOperationException {
    Supplier<Object> supplier =
        () -> {
          try {
            return body.run();
          } catch (ReflectiveOperationException e) {
            throw new LeftUnset();
          }
        };
    global.getMethod("set", Supplier.class).invoke(null, supplier);
  }
}

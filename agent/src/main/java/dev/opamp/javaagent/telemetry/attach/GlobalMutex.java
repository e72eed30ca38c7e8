package dev.opamp.javaagent.telemetry.attach;

import java.lang.reflect.Field;

/**
 * Holds the lock of an API that hands it to nobody, which all APIs since 1.20 keep in the same
 * private field. Every method that sets or forgets the instance holds it, as a monitor that the
 * same thread may enter again.
 */
final class GlobalMutex extends GlobalLock {

  static final String FIELD = "mutex";

  private final Class<?> global;

  GlobalMutex(Class<?> global) {
    this.global = global;
  }

  /** Reads the field and not {@code get}, which would set a no-op. */
  @Override
  boolean isSet() throws ReflectiveOperationException {
    return read("globalOpenTelemetry") != null;
  }

  @Override
  void setUnderLock(Body body) throws ReflectiveOperationException {
    Class<?> api = Class.forName("io.opentelemetry.api.OpenTelemetry", false, loader());
    synchronized (read(FIELD)) {
      global.getMethod("set", api).invoke(null, body.run());
    }
  }

  private ClassLoader loader() {
    return global.getClassLoader();
  }

  private Object read(String name) throws ReflectiveOperationException {
    Field field = global.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(null);
  }
}

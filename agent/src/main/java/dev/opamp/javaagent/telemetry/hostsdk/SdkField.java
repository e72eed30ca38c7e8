package dev.opamp.javaagent.telemetry.hostsdk;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * One private field of one object of an SDK. Versions agree on the few names that are used, and
 * where one does not, what needs the field is refused.
 */
final class SdkField {

  private final Object owner;
  private final Field field;

  private SdkField(Object owner, Field field) {
    this.owner = owner;
    this.field = field;
  }

  /** Returns the field, also of a superclass, or null when there is none or it is out of reach. */
  static @Nullable SdkField find(@Nullable Object owner, String name) {
    if (owner == null) {
      return null;
    }
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      Field field = declared(type, name);
      if (field != null) {
        return new SdkField(owner, field);
      }
    }
    return null;
  }

  private static @Nullable Field declared(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** Returns what a field holds, null when there is no such field. */
  static @Nullable Object read(@Nullable Object owner, String name) {
    SdkField field = find(owner, name);
    return field == null ? null : field.get();
  }

  /** Returns a number, or another one when there is no such field. */
  static long number(@Nullable Object owner, String name, long otherwise) {
    Object value = read(owner, name);
    return value instanceof Number ? ((Number) value).longValue() : otherwise;
  }

  @Nullable Object get() {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(toString(), e);
    }
  }

  /**
   * Writes the field, which may be final: the agent makes those that it writes volatile when their
   * class is loaded, and where it came too late for that, reflection still writes them.
   *
   * @throws IllegalStateException when the JVM does not let it
   */
  void set(@Nullable Object value) {
    try {
      field.set(owner, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(toString() + " cannot be written", e);
    }
  }

  @Override
  public String toString() {
    return TypeName.of(field.getDeclaringClass()) + "." + field.getName();
  }
}

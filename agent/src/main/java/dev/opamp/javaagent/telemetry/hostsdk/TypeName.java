package dev.opamp.javaagent.telemetry.hostsdk;

import org.jspecify.annotations.Nullable;

/**
 * The simple name of a class. Not {@code Class.getSimpleName}, which throws an {@code
 * InternalError} for classes of some other languages on Java 8.
 */
final class TypeName {

  private TypeName() {}

  static String of(Class<?> type) {
    String name = type.getName();
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  static String of(@Nullable Object object) {
    return object == null ? "" : of(object.getClass());
  }

  /** Whether an object is what an SDK has where there is nothing to do. */
  static boolean isNoop(@Nullable Object processor) {
    return of(processor).startsWith("Noop");
  }
}

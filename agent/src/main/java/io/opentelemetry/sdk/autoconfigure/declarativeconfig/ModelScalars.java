package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scalars of the library's model: what can be read as the type that is asked for, is. */
final class ModelScalars {

  /** More than an Integer has. */
  private static final int MAX_DIGITS = 11;

  private ModelScalars() {}

  static @Nullable Object read(@Nullable Object tree, Class<?> type, String path) {
    if (tree == null || type.isInstance(tree)) {
      return tree;
    }
    if (tree instanceof Map || tree instanceof List) {
      throw ModelMismatchException.invalid(path, type);
    }
    if (type.isEnum()) {
      return constant(tree.toString(), type, path);
    }
    try {
      return convert(tree, type, path);
    } catch (NumberFormatException | ArithmeticException e) {
      throw ModelMismatchException.invalid(path, type);
    }
  }

  private static @Nullable Object convert(Object scalar, Class<?> type, String path) {
    if (type == String.class) {
      return scalar.toString();
    }
    String text = scalar.toString().trim();
    if (text.isEmpty()) {
      return null;
    }
    if (type == Boolean.class) {
      return (scalar instanceof Long || scalar instanceof Integer)
          ? ((Number) scalar).longValue() != 0
          : bool(text, path);
    }
    BigDecimal number = new BigDecimal(text);
    if (type == Double.class) {
      return number.doubleValue();
    }
    if (number.precision() - (long) number.scale() > MAX_DIGITS) {
      throw new ArithmeticException("too large to be looked at");
    }
    // A fraction is cut off, and too large a number is no Integer.
    return new BigDecimal(number.toBigInteger()).intValueExact();
  }

  private static Boolean bool(String text, String path) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.valueOf(text);
    }
    throw ModelMismatchException.invalid(path, Boolean.class);
  }

  /** The constants are written as their text, for which the model has them. */
  private static Object constant(String text, Class<?> type, String path) {
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equals(text)) {
        return constant;
      }
    }
    throw new ModelMismatchException(path, "has no valid value");
  }
}

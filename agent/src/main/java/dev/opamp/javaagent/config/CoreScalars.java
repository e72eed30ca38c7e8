package dev.opamp.javaagent.config;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Types of unquoted scalars by the YAML 1.2 core schema, section 10.3.2. */
final class CoreScalars {

  private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(nan|NaN|NAN)");

  /** Longer text is never a number, so that no regular expression or parser works on it. */
  private static final int LONGEST_NUMBER = 64;

  private CoreScalars() {}

  /** Returns the value: null, Boolean, Long, Double or String. */
  static @Nullable Object resolve(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return text;
    }
    if (NULL.matcher(text).matches()) {
      return null;
    }
    if (BOOLEAN.matcher(text).matches()) {
      return Boolean.valueOf(text.toLowerCase(Locale.ROOT));
    }
    return number(text);
  }

  private static Object number(String text) {
    if (DECIMAL.matcher(text).matches()) {
      return integer(text, 10);
    }
    if (OCTAL.matcher(text).matches()) {
      return integer(text.substring(2), 8);
    }
    if (HEXADECIMAL.matcher(text).matches()) {
      return integer(text.substring(2), 16);
    }
    if (FLOAT.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    if (INFINITE.matcher(text).matches()) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return NOT_A_NUMBER.matcher(text).matches() ? (Object) Double.NaN : text;
  }

  private static Object integer(String digits, int radix) {
    try {
      return Long.valueOf(digits, radix);
    } catch (NumberFormatException beyondLong) {
      return new java.math.BigInteger(digits.replace("+", ""), radix).doubleValue();
    }
  }
}

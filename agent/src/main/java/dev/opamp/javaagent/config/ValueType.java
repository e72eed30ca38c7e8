package dev.opamp.javaagent.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The type of a property's value, as written in {@code schema.txt}. */
final class ValueType {

  /** What kind of value is wanted. */
  enum Kind {
    STRING,
    BOOLEAN,
    SCALAR,
    ANY,
    VERSION,
    URL,
    INT,
    DOUBLE,
    LIST,
    NAMED
  }

  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]+)(?:\\((.*)\\))?");

  final Kind kind;

  /** Smallest and largest number allowed. */
  final double min;

  final double max;

  /** Type of a list's items. */
  final @Nullable ValueType items;

  /** Name of a type of the schema; empty unless {@link Kind#NAMED}. */
  final String name;

  private ValueType(Kind kind, double min, double max, @Nullable ValueType items, String name) {
    this.kind = kind;
    this.min = min;
    this.max = max;
    this.items = items;
    this.name = name;
  }

  static ValueType named(String name) {
    return new ValueType(Kind.NAMED, 0, 0, null, name);
  }

  static ValueType parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a value type: " + text);
    }
    String word = matcher.group(1);
    String inner = matcher.group(2);
    if (Character.isUpperCase(word.charAt(0))) {
      return named(word);
    }
    Kind kind = Kind.valueOf(word.toUpperCase(Locale.ROOT));
    if (kind == Kind.LIST && inner != null) {
      return new ValueType(kind, 0, 0, parse(inner), "");
    }
    String[] range = inner == null ? new String[0] : inner.split("\\.\\.", 2);
    double min = range.length == 2 ? Double.parseDouble(range[0]) : Double.NEGATIVE_INFINITY;
    double max = range.length == 2 ? Double.parseDouble(range[1]) : Double.POSITIVE_INFINITY;
    return new ValueType(kind, min, max, null, "");
  }
}

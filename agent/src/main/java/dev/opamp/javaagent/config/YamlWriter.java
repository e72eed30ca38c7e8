package dev.opamp.javaagent.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as YAML, keys sorted, so that equal trees give equal bytes. What it writes, {@link
 * ConfigParser} reads back to the same tree.
 */
final class YamlWriter {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./+-]*");

  /** Readers look no further than 1024 characters for the colon behind a key (YAML 1.2, 7.4.2). */
  private static final int MAX_SIMPLE_KEY = 1000;

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  static String write(Map<String, Object> tree) {
    YamlWriter writer = new YamlWriter();
    if (tree.isEmpty()) {
      return "{}\n";
    }
    writer.map(tree, 0, true);
    return writer.out.toString();
  }

  private void map(Map<String, Object> map, int indent, boolean indentFirst) {
    boolean indented = indentFirst;
    for (Map.Entry<String, Object> entry : new TreeMap<>(map).entrySet()) {
      spaces(indented ? indent : 0);
      indented = true;
      key(entry.getKey(), indent);
      out.append(':');
      value(entry.getValue(), indent + 2);
    }
  }

  /** A key is not substituted when it is read, so its dollar signs stay single. */
  private void key(String key, int indent) {
    String text = PLAIN.matcher(key).matches() ? key : quoted(key);
    if (text.length() <= MAX_SIMPLE_KEY) {
      out.append(text);
    } else {
      out.append("? ").append(text).append('\n');
      spaces(indent);
    }
  }

  private void list(List<Object> items, int indent) {
    for (Object item : items) {
      spaces(indent);
      out.append('-');
      if (item instanceof Map && !Trees.map(item).isEmpty()) {
        out.append(' ');
        map(Trees.map(item), indent + 2, false);
      } else {
        value(item, indent + 2);
      }
    }
  }

  private void value(@Nullable Object value, int indent) {
    if (value instanceof Map && !Trees.map(value).isEmpty()) {
      out.append('\n');
      map(Trees.map(value), indent, true);
    } else if (value instanceof List && !Trees.list(value).isEmpty()) {
      out.append('\n');
      list(Trees.list(value), indent);
    } else {
      out.append(value == null ? "" : " ").append(scalar(value)).append('\n');
    }
  }

  private static String scalar(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Map) {
      return "{}";
    }
    if (value instanceof List) {
      return "[]";
    }
    if (value instanceof Double) {
      return number((Double) value);
    }
    if (!(value instanceof String)) {
      return value.toString();
    }
    String text = (String) value;
    boolean plain = PLAIN.matcher(text).matches() && CoreScalars.resolve(text) instanceof String;
    return plain ? text : quoted(text.replace("$", "$$"));
  }

  private static String number(Double value) {
    if (value.isInfinite()) {
      return value > 0 ? ".inf" : "-.inf";
    }
    return value.isNaN() ? ".nan" : value.toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c == '\n') {
        quoted.append("\\n");
      } else if (isUnprintable(c) || isHalfAPair(text, i)) {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean isUnprintable(char c) {
    return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c >= 0xfffe;
  }

  /** UTF-8 has no bytes for one surrogate without the other. */
  private static boolean isHalfAPair(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private void spaces(int count) {
    for (int i = 0; i < count; i++) {
      out.append(' ');
    }
  }
}

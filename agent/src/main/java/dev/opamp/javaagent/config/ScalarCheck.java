package dev.opamp.javaagent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds scalars against their type. Messages never repeat a value: it may be a secret. */
final class ScalarCheck {

  private static final Pattern VERSION = Pattern.compile("1\\.[01](-rc\\.\\d+)?");

  private final ConfigDocument document;
  private final List<ConfigProblem> problems;

  ScalarCheck(ConfigDocument document, List<ConfigProblem> problems) {
    this.document = document;
    this.problems = problems;
  }

  Object check(Object value, ValueType type, String path) {
    switch (type.kind) {
      case BOOLEAN:
        return require(value instanceof Boolean, value, path, "must be true or false");
      case INT:
      case DOUBLE:
        return number(value, type, path);
      case SCALAR:
        return scalarOrArray(value, path);
      case VERSION:
        return version(text(value, path), path);
      case URL:
        return url(text(value, path), path);
      default:
        return text(value, path);
    }
  }

  Object word(Object value, Set<String> words, String path) {
    Object text = text(value, path);
    if (text instanceof String && !words.contains(text)) {
      problem(path, "must be one of: " + String.join(", ", words));
    }
    return text;
  }

  /** Text, or what was written for a number or boolean: an unquoted key may look like a number. */
  private Object text(Object value, String path) {
    boolean scalar = !(value instanceof Map) && !(value instanceof List);
    require(scalar, value, path, "must be text");
    String written = document.textAt(path);
    Object text = scalar && !(value instanceof String) ? written : value;
    if (EffectiveConfig.MASK.equals(text)) {
      problem(path, "is the mask of a hidden value, not a value");
    }
    return text == null ? String.valueOf(value) : text;
  }

  private Object number(Object value, ValueType type, String path) {
    boolean whole = type.kind == ValueType.Kind.INT;
    boolean fits = whole ? value instanceof Long : value instanceof Number;
    if (!fits) {
      return require(false, value, path, whole ? "must be a whole number" : "must be a number");
    }
    double number = ((Number) value).doubleValue();
    if (!(number >= type.min && number <= type.max)) {
      problem(path, "must be between " + shown(type.min, whole) + " and " + shown(type.max, whole));
    }
    return value;
  }

  private Object scalarOrArray(Object value, String path) {
    boolean fits = !(value instanceof Map);
    if (value instanceof List) {
      for (Object item : Trees.list(value)) {
        fits &= item != null && !(item instanceof Map) && !(item instanceof List);
      }
    }
    return require(fits, value, path, "must be a scalar or a list of scalars");
  }

  private Object version(Object value, String path) {
    if (value instanceof String && !VERSION.matcher((String) value).matches()) {
      problem(path, "is not a version this agent understands (\"1.0\" or \"1.1\")");
    }
    return value;
  }

  private Object url(Object value, String path) {
    String text = value instanceof String ? (String) value : null;
    if (text != null && !isHttpUrl(text) && ConnectionUrl.parse(text) == null) {
      problem(path, "must be a URL with http or https and a host");
    }
    return value;
  }

  private static boolean isHttpUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private Object require(boolean fits, Object value, String path, String wanted) {
    if (!fits) {
      problem(path, wanted + ", but is " + kindOf(value));
    }
    return value;
  }

  private void problem(String path, String message) {
    problems.add(document.problem(path, message));
  }

  private static String shown(double number, boolean whole) {
    return whole ? String.valueOf((long) number) : String.valueOf(number);
  }

  static String kindOf(@Nullable Object value) {
    if (value instanceof Map) {
      return "a mapping";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    return value instanceof Number ? "a number" : "text";
  }
}

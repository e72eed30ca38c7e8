package dev.opamp.javaagent.testing.suites.documents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must be in force: the start-up document with an offer laid over it, by the rules of
 * docs/configuration.md. Written a second time, on purpose, beside the agent's own overlay.
 */
public final class InForce {

  private static final String MASK = "[REDACTED]";

  private final Types types;
  private final List<String> differences = new ArrayList<>();

  private InForce(Types types) {
    this.types = types;
  }

  /**
   * Compares the reported tree with what the offer must have made of the start-up document.
   *
   * @return the differences, each with its path
   */
  public static List<String> differences(
      Types types,
      Map<String, Object> startUp,
      Map<String, Object> offer,
      Map<String, Object> reported) {
    InForce inForce = new InForce(types);
    Map<String, Object> expected = Trees.map(inForce.laidOver(startUp, offer, "Root"));
    if (Boolean.TRUE.equals(expected.get("disabled"))) {
      // Nothing of them is in force while everything is off.
      expected.keySet().removeAll(List.of("tracer_provider", "meter_provider", "logger_provider"));
    }
    inForce.compare(inForce.cleaned(expected, "Root"), reported, "");
    return inForce.differences;
  }

  private Map<String, Object> laidOver(
      Map<String, Object> below, Map<String, Object> over, String type) {
    Map<String, Object> both = new LinkedHashMap<>(below);
    over.forEach(
        (key, value) -> {
          String childType = childType(type, key);
          boolean merge =
              below.get(key) instanceof Map && value instanceof Map && object(childType);
          both.put(
              key,
              merge ? laidOver(Trees.map(below.get(key)), Trees.map(value), childType) : value);
        });
    return both;
  }

  /** Nothing is the default in a mapping; in a choice it is the choice. */
  private @Nullable Object cleaned(@Nullable Object node, String type) {
    if (node instanceof List<?> list) {
      String items = Types.items(type);
      return list.stream().map(item -> cleaned(item, items == null ? "any" : items)).toList();
    }
    if (!(node instanceof Map)) {
      return node;
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    Trees.map(node)
        .forEach(
            (key, value) -> {
              if (value != null || !object(type)) {
                kept.put(key, cleaned(value, childType(type, key)));
              }
            });
    return kept;
  }

  private boolean object(String type) {
    Types.Type named = types.named(type);
    return named != null && named.form() == Types.Form.OBJECT;
  }

  private String childType(String type, String key) {
    Types.Type named = types.named(type);
    Types.Property property = named == null ? null : named.properties().get(key);
    return property == null ? "any" : property.type();
  }

  private void compare(@Nullable Object expected, @Nullable Object reported, String path) {
    if (expected instanceof Map && reported instanceof Map) {
      TreeSet<String> keys = new TreeSet<>(Trees.map(expected).keySet());
      keys.addAll(Trees.map(reported).keySet());
      for (String key : keys) {
        compareKey(Trees.map(expected), Trees.map(reported), key, path);
      }
    } else if (expected instanceof List<?> wanted
        && reported instanceof List<?> found
        && wanted.size() == found.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        compare(wanted.get(i), found.get(i), path + "[" + i + "]");
      }
    } else if (!sameScalar(expected, reported, path)) {
      differences.add(path + ": should be " + expected + ", is " + reported);
    }
  }

  private void compareKey(
      Map<String, Object> expected, Map<String, Object> reported, String key, String path) {
    String at = path.isEmpty() ? key : path + "." + key;
    if (!expected.containsKey(key) || !reported.containsKey(key)) {
      differences.add(at + (expected.containsKey(key) ? ": is missing" : ": should not be there"));
    } else {
      compare(expected.get(key), reported.get(key), at);
    }
  }

  private static boolean sameScalar(
      @Nullable Object expected, @Nullable Object reported, String path) {
    if (expected instanceof Number wanted && reported instanceof Number found) {
      return wanted.doubleValue() == found.doubleValue();
    }
    boolean secret = path.contains(".headers[") || path.endsWith(".headers_list");
    return (secret && MASK.equals(reported))
        || (isScalar(expected) && String.valueOf(expected).equals(String.valueOf(reported)))
        || (expected != null && expected.equals(reported));
  }

  private static boolean isScalar(@Nullable Object value) {
    return !(value instanceof Map) && !(value instanceof List);
  }
}

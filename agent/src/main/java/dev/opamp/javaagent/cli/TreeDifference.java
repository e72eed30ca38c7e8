package dev.opamp.javaagent.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says in short how two trees without secrets differ below one place. */
final class TreeDifference {

  private static final int MOST_VALUES = 3;
  private static final int LONGEST = 160;
  private static final String NONE = "none";

  private final List<String> found = new ArrayList<>();

  private TreeDifference() {}

  /** Returns the differing values, or how many there are when they do not fit in a line. */
  static String at(String path, Map<String, Object> before, Map<String, Object> after) {
    TreeDifference difference = new TreeDifference();
    difference.compare("", find(before, path), find(after, path));
    List<String> found = difference.found;
    String text = String.join(", ", found);
    if (found.size() <= MOST_VALUES && text.length() <= LONGEST) {
      return text;
    }
    return found.size() == 1 ? "" : found.size() + " values differ";
  }

  private void compare(String path, @Nullable Object before, @Nullable Object after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before instanceof Map && after instanceof Map && shareKeys(before, after)) {
      Set<Object> keys = new LinkedHashSet<>(((Map<?, ?>) before).keySet());
      keys.addAll(((Map<?, ?>) after).keySet());
      for (Object key : keys) {
        compare(
            path.isEmpty() ? "" + key : path + "." + key,
            ((Map<?, ?>) before).get(key),
            ((Map<?, ?>) after).get(key));
      }
    } else if (before instanceof List && after instanceof List && sameSize(before, after)) {
      for (int i = 0; i < ((List<?>) before).size(); i++) {
        compare(path + "[" + i + "]", ((List<?>) before).get(i), ((List<?>) after).get(i));
      }
    } else {
      found.add((path.isEmpty() ? "" : path + ": ") + shown(before) + " -> " + shown(after));
    }
  }

  /** Two different choices have nothing in common that could be compared. */
  private static boolean shareKeys(Object before, Object after) {
    return !Collections.disjoint(((Map<?, ?>) before).keySet(), ((Map<?, ?>) after).keySet());
  }

  private static boolean sameSize(Object before, Object after) {
    return ((List<?>) before).size() == ((List<?>) after).size();
  }

  private static String shown(@Nullable Object node) {
    return node == null ? NONE : OneLine.of(flow(node));
  }

  private static String flow(@Nullable Object node) {
    if (node instanceof Map) {
      List<String> entries = new ArrayList<>();
      ((Map<?, ?>) node)
          .forEach(
              (key, value) -> entries.add(value == null ? "" + key : key + ": " + flow(value)));
      return "{" + String.join(", ", entries) + "}";
    }
    if (node instanceof List) {
      List<String> items = new ArrayList<>();
      ((List<?>) node).forEach(item -> items.add(flow(item)));
      return "[" + String.join(", ", items) + "]";
    }
    return String.valueOf(node);
  }

  private static @Nullable Object find(Map<String, Object> tree, String path) {
    Object node = tree;
    for (String step : path.split("\\.|(?=\\[)", -1)) {
      if (node instanceof Map) {
        node = ((Map<?, ?>) node).get(step);
      } else if (node instanceof List && step.matches("\\[\\d{1,9}\\]")) {
        int index = Integer.parseInt(step.substring(1, step.length() - 1));
        node = index < ((List<?>) node).size() ? ((List<?>) node).get(index) : null;
      } else {
        return null;
      }
    }
    return node;
  }
}

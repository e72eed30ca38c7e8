package dev.opamp.javaagent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A parsed configuration: an immutable tree, and for every path in it the place it was written.
 *
 * <p>The tree consists of {@code LinkedHashMap<String, Object>}, {@code List<Object>}, String,
 * Long, Double, Boolean and null. A path is dotted, list items are {@code [0]}.
 */
public final class ConfigDocument {

  private static final Origin UNKNOWN = new Origin("", 0, null, false);
  private static final ConfigDocument EMPTY =
      new ConfigDocument(Collections.emptyMap(), Collections.emptyMap());

  private final Map<String, Object> root;
  private final Map<String, Origin> origins;

  ConfigDocument(Map<String, Object> root, Map<String, Origin> origins) {
    this.root = root;
    this.origins = origins;
  }

  static ConfigDocument empty() {
    return EMPTY;
  }

  /** The tree; it cannot be changed. */
  public Map<String, Object> root() {
    return root;
  }

  /** Returns how many places are known. */
  int size() {
    return origins.size();
  }

  /** Returns the same places with another tree, which was derived from this one. */
  ConfigDocument withRoot(Map<String, Object> other) {
    return new ConfigDocument(other, origins);
  }

  /** Returns the places of both documents under one tree; a later document hides this one's. */
  ConfigDocument merged(Map<String, Object> tree, ConfigDocument later) {
    Map<String, Origin> both = new LinkedHashMap<>(origins);
    both.putAll(later.origins);
    return new ConfigDocument(tree, both);
  }

  /** Returns a problem at a path, with the line of the path or of its nearest known parent. */
  ConfigProblem problem(String path, String message) {
    for (String at = path; ; at = parentOf(at)) {
      Origin origin = origins.get(at);
      if (origin != null) {
        return origin.problem(path, message);
      }
      if (at.isEmpty()) {
        return UNKNOWN.problem(path, message);
      }
    }
  }

  /** Returns where the value of a path was written; null for a path that was not. */
  @Nullable Origin originAt(String path) {
    return origins.get(path);
  }

  /** Returns what was written for an unquoted scalar; null when it was quoted or is no scalar. */
  @Nullable String textAt(String path) {
    Origin origin = origins.get(path);
    return origin == null ? null : origin.text();
  }

  /** Paths of values that came from the environment or a system property. */
  Set<String> substitutedPaths() {
    Set<String> paths = new TreeSet<>();
    for (Map.Entry<String, Origin> entry : origins.entrySet()) {
      if (entry.getValue().isSubstituted()) {
        paths.add(entry.getKey());
      }
    }
    return paths;
  }

  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  static String parentOf(String path) {
    int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return cut < 0 ? "" : path.substring(0, cut);
  }
}

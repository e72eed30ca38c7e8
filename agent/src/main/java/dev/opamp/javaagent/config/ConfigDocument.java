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
  private final Map<String, Object> keys;
  private final Map<String, Origin> origins;

  ConfigDocument(Map<String, Object> root, Map<String, Origin> origins) {
    this(root, Collections.emptyMap(), origins);
  }

  private ConfigDocument(
      Map<String, Object> root, Map<String, Object> keys, Map<String, Origin> origins) {
    this.root = root;
    this.keys = keys;
    this.origins = origins;
  }

  /** Returns an empty tree with compatibility keys beside it, by file. */
  static ConfigDocument ofKeys(Map<String, Object> keys, Map<String, Origin> origins) {
    return new ConfigDocument(Collections.emptyMap(), keys, origins);
  }

  static ConfigDocument empty() {
    return EMPTY;
  }

  /** The tree; it cannot be changed. */
  public Map<String, Object> root() {
    return root;
  }

  /**
   * Compatibility keys by file, to be translated each time a plan is made: what they mean depends
   * on what they are laid over. They cannot be changed.
   */
  Map<String, Object> keys() {
    return keys;
  }

  boolean isEmpty() {
    return root.isEmpty() && keys.isEmpty();
  }

  boolean saysTheSameAs(ConfigDocument other) {
    return root.equals(other.root) && keys.equals(other.keys);
  }

  Map<String, Origin> origins() {
    return Collections.unmodifiableMap(origins);
  }

  /** Returns how many places are known. */
  int size() {
    return origins.size();
  }

  /** Returns the same places with another tree, which was derived from this one. */
  ConfigDocument withRoot(Map<String, Object> other) {
    return with(other, keys);
  }

  /** Returns the same places with another tree and other keys. */
  ConfigDocument with(Map<String, Object> otherRoot, Map<String, Object> otherKeys) {
    return with(otherRoot, otherKeys, origins);
  }

  /** Returns another tree and other keys with their places. */
  ConfigDocument with(
      Map<String, Object> otherRoot, Map<String, Object> otherKeys, Map<String, Origin> places) {
    return new ConfigDocument(otherRoot, otherKeys, places);
  }

  /** Returns the places and keys of both documents; a later document hides this one's. */
  ConfigDocument merged(Map<String, Object> tree, ConfigDocument later) {
    Map<String, Origin> both = new LinkedHashMap<>(origins);
    both.putAll(later.origins);
    Map<String, Object> bothKeys = new LinkedHashMap<>(keys);
    bothKeys.putAll(later.keys);
    return new ConfigDocument(tree, Collections.unmodifiableMap(bothKeys), both);
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

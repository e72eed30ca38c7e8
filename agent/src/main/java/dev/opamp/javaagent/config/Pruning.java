package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes what is in the way out of a document. */
final class Pruning {

  private final Set<String> paths;

  private Pruning(Set<String> paths) {
    this.paths = paths;
  }

  /**
   * Returns the document without the keys that the problems name; for a key that is not there, as
   * one that is missing, without its parent. A list that loses its last item goes as well, so that
   * the start-up list stays in force.
   */
  static ConfigDocument without(ConfigDocument document, List<ConfigProblem> problems) {
    Set<String> present = new HashSet<>();
    Trees.walk(document.root(), "", (path, node) -> present.add(path));
    Trees.walk(document.keys(), "", (path, node) -> present.add(path));
    Set<String> paths = new HashSet<>();
    for (ConfigProblem problem : problems) {
      String path = problem.path();
      while (!path.isEmpty() && !present.contains(path)) {
        path = ConfigDocument.parentOf(path);
      }
      paths.add(path);
    }
    if (paths.contains("")) {
      return ConfigDocument.empty();
    }
    Pruning pruning = new Pruning(paths);
    return document.with(pruning.map(document.root(), ""), pruning.map(document.keys(), ""));
  }

  private Map<String, Object> map(Map<String, Object> map, String path) {
    Map<String, Object> kept = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String at = ConfigDocument.child(path, key);
          Object rest = paths.contains(at) ? null : node(value, at);
          if (rest != null || (value == null && !paths.contains(at))) {
            kept.put(key, rest);
          }
        });
    return Collections.unmodifiableMap(kept);
  }

  private @Nullable Object node(@Nullable Object node, String path) {
    if (node instanceof Map) {
      Map<String, Object> rest = map(Trees.map(node), path);
      return rest.isEmpty() && !Trees.map(node).isEmpty() ? null : rest;
    }
    if (!(node instanceof List)) {
      return node;
    }
    List<Object> kept = new ArrayList<>();
    List<Object> items = Trees.list(node);
    for (int i = 0; i < items.size(); i++) {
      String at = ConfigDocument.item(path, i);
      Object rest = paths.contains(at) ? null : node(items.get(i), at);
      if (rest != null) {
        kept.add(rest);
      }
    }
    return kept.isEmpty() && !items.isEmpty() ? null : Collections.unmodifiableList(kept);
  }
}

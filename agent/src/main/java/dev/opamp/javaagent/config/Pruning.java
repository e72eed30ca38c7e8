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

  /** Where what is kept was written, by the place it has now: items of lists move up. */
  private final Map<String, Origin> origins = new LinkedHashMap<>();

  private final ConfigDocument document;

  private Pruning(ConfigDocument document, Set<String> paths) {
    this.document = document;
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
    return new Pruning(document, paths).pruned();
  }

  private ConfigDocument pruned() {
    keepOrigin("", "");
    Map<String, Object> root = map(document.root(), "", "");
    Map<String, Object> keys = map(document.keys(), "", "");
    return document.with(root, keys, origins);
  }

  private void keepOrigin(String from, String to) {
    Origin origin = document.originAt(from);
    if (origin != null) {
      origins.put(to, origin);
    }
  }

  private Map<String, Object> map(Map<String, Object> map, String from, String to) {
    Map<String, Object> kept = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String at = ConfigDocument.child(from, key);
          if (paths.contains(at)) {
            return;
          }
          Object rest = node(value, at, ConfigDocument.child(to, key));
          if (rest != null || value == null) {
            kept.put(key, rest);
          }
        });
    return Collections.unmodifiableMap(kept);
  }

  private @Nullable Object node(@Nullable Object node, String from, String to) {
    keepOrigin(from, to);
    if (node instanceof Map) {
      Map<String, Object> rest = map(Trees.map(node), from, to);
      return rest.isEmpty() && !Trees.map(node).isEmpty() ? null : rest;
    }
    return node instanceof List ? list(Trees.list(node), from, to) : node;
  }

  private @Nullable Object list(List<Object> items, String from, String to) {
    List<Object> kept = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String at = ConfigDocument.item(from, i);
      Object rest =
          paths.contains(at) ? null : node(items.get(i), at, ConfigDocument.item(to, kept.size()));
      if (rest != null) {
        kept.add(rest);
      }
    }
    return kept.isEmpty() && !items.isEmpty() ? null : Collections.unmodifiableList(kept);
  }
}

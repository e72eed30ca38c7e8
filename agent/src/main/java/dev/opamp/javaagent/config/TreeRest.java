package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a tree without some of its places, and where each place left stood before: the
 * items of a list move up when one goes.
 */
final class TreeRest {

  private final Map<String, Object> tree;
  private final Map<String, String> before;

  private TreeRest(Map<String, Object> tree, Map<String, String> before) {
    this.tree = tree;
    this.before = before;
  }

  /** The tree as it is, every place where it was. */
  static TreeRest all(Map<String, Object> tree) {
    return new TreeRest(tree, Collections.emptyMap());
  }

  Map<String, Object> tree() {
    return tree;
  }

  /** Returns where a place of this rest stood in the tree that the first rest was made of. */
  String before(String path) {
    for (String at = path; !at.isEmpty(); at = ConfigDocument.parentOf(at)) {
      String was = before.get(at);
      if (was != null) {
        return was + path.substring(at.length());
      }
    }
    return path;
  }

  /**
   * Returns the rest without the places of some problems. For a place that is not there, its
   * nearest parent goes; the whole document never does.
   */
  TreeRest without(Collection<ConfigProblem> problems) {
    Set<String> present = new HashSet<>();
    Trees.walk(tree, "", (path, node) -> present.add(path));
    Set<String> gone = new HashSet<>();
    for (ConfigProblem problem : problems) {
      String path = problem.path();
      while (!path.isEmpty() && !present.contains(path)) {
        path = ConfigDocument.parentOf(path);
      }
      gone.add(path);
    }
    gone.remove("");
    Map<String, String> places = new HashMap<>();
    return new TreeRest(new Cut(gone, places).map(tree, "", ""), places);
  }

  /** The work on one tree. */
  private final class Cut {
    private final Set<String> gone;
    private final Map<String, String> places;

    Cut(Set<String> gone, Map<String, String> places) {
      this.gone = gone;
      this.places = places;
    }

    private Map<String, Object> map(Map<String, Object> map, String from, String to) {
      Map<String, Object> kept = new LinkedHashMap<>();
      map.forEach(
          (key, value) -> {
            String at = ConfigDocument.child(from, key);
            if (!gone.contains(at)) {
              kept.put(key, node(value, at, ConfigDocument.child(to, key)));
            }
          });
      return Collections.unmodifiableMap(kept);
    }

    private @Nullable Object node(@Nullable Object node, String from, String to) {
      places.put(to, before(from));
      if (node instanceof Map) {
        return map(Trees.map(node), from, to);
      }
      return node instanceof List ? list(Trees.list(node), from, to) : node;
    }

    private Object list(List<Object> items, String from, String to) {
      List<Object> kept = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        String at = ConfigDocument.item(from, i);
        if (!gone.contains(at)) {
          kept.add(node(items.get(i), at, ConfigDocument.item(to, kept.size())));
        }
      }
      return Collections.unmodifiableList(kept);
    }
  }
}

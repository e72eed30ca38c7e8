package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The casts and walks over document trees that every class here needs. */
final class Trees {

  private Trees() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object node) {
    return (List<Object>) node;
  }

  /** Returns the map under a key; an empty one when there is none. */
  static Map<String, Object> mapAt(Map<String, Object> tree, String key) {
    Object node = tree.get(key);
    return node instanceof Map ? map(node) : Collections.emptyMap();
  }

  /** Returns a copy that shares no map or list with the original, and that cannot be changed. */
  static Map<String, Object> copy(Map<String, Object> tree) {
    Map<String, Object> copy = new LinkedHashMap<>();
    tree.forEach((key, value) -> copy.put(key, copyNode(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object copyNode(@Nullable Object node) {
    if (node instanceof Map) {
      return copy(map(node));
    }
    if (!(node instanceof List)) {
      return node;
    }
    List<Object> items = new ArrayList<>();
    for (Object item : list(node)) {
      items.add(copyNode(item));
    }
    return Collections.unmodifiableList(items);
  }

  /** Returns the number of levels below a node; 0 for a scalar. */
  static int height(@Nullable Object node) {
    int deepest = -1;
    if (node instanceof Map) {
      for (Object child : map(node).values()) {
        deepest = Math.max(deepest, height(child));
      }
    } else if (node instanceof List) {
      for (Object child : list(node)) {
        deepest = Math.max(deepest, height(child));
      }
    }
    return deepest + 1;
  }

  /** Calls the visitor with every node and its path, parents first. */
  static void walk(@Nullable Object node, String path, Visitor visitor) {
    visitor.visit(path, node);
    if (node instanceof Map) {
      map(node).forEach((key, child) -> walk(child, ConfigDocument.child(path, key), visitor));
    } else if (node instanceof List) {
      List<Object> items = list(node);
      for (int i = 0; i < items.size(); i++) {
        walk(items.get(i), ConfigDocument.item(path, i), visitor);
      }
    }
  }

  /** Receives the nodes of a walk. */
  interface Visitor {
    void visit(String path, @Nullable Object node);
  }
}

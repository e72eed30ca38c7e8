package dev.opamp.javaagent.testing.suites.documents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes one place of a document, in a copy. */
final class Edit {

  private final Object root;
  private final List<Object> steps;

  private Edit(Object root, List<Object> steps) {
    this.root = root;
    this.steps = steps;
  }

  static Edit at(Map<String, Object> document, List<Object> steps) {
    return new Edit(Trees.plain(document), steps);
  }

  /** Puts a value there. */
  String replace(@Nullable Object value) {
    return Trees.write(put(root, 0, value));
  }

  /** Takes the key away. */
  String remove() {
    Object parent = parent();
    Trees.map(parent).remove(last());
    return Trees.write(root);
  }

  /** Adds a key to the mapping there. */
  String add(String key, @Nullable Object value) {
    Map<String, Object> there = new LinkedHashMap<>(Trees.map(value()));
    there.put(key, value);
    return replace(there);
  }

  /** Gives the key twice. */
  String twice() {
    String mark = "twice:" + last();
    Map<String, Object> twice = new LinkedHashMap<>();
    Trees.map(parent())
        .forEach(
            (key, value) -> {
              twice.put(key, value);
              if (key.equals(last())) {
                twice.put(mark, value);
              }
            });
    String written = new Edit(root, steps.subList(0, steps.size() - 1)).replace(twice);
    return written.replace(mark, String.valueOf(last()));
  }

  private @Nullable Object value() {
    Object at = root;
    for (Object step : steps) {
      at = child(at, step);
    }
    return at;
  }

  private Object parent() {
    Object at = root;
    for (Object step : steps.subList(0, steps.size() - 1)) {
      at = child(at, step);
    }
    return at;
  }

  private Object last() {
    return steps.get(steps.size() - 1);
  }

  private static Object child(Object node, Object step) {
    return step instanceof Integer index
        ? Trees.list(node).get(index)
        : Trees.map(node).get(String.valueOf(step));
  }

  private @Nullable Object put(@Nullable Object node, int depth, @Nullable Object value) {
    if (depth == steps.size()) {
      return value;
    }
    Object step = steps.get(depth);
    if (step instanceof Integer index) {
      List<Object> list = new ArrayList<>(Trees.list(node));
      list.set(index, put(list.get(index), depth + 1, value));
      return list;
    }
    Map<String, Object> map = new LinkedHashMap<>(Trees.map(node));
    map.put(String.valueOf(step), put(map.get(String.valueOf(step)), depth + 1, value));
    return map;
  }
}

package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays one tree over another: maps merge by key, choice nodes and lists are replaced whole, null
 * removes. Inside a choice node, null is a value: {@code sampler: {always_on: }}.
 */
final class Overlay {

  private final Schema schema;

  Overlay(Schema schema) {
    this.schema = schema;
  }

  /** Returns base with over laid on it; without nulls but those in choice nodes. */
  Map<String, Object> apply(Map<String, Object> base, Map<String, Object> over) {
    return withoutNulls(merge(base, over, Schema.ROOT));
  }

  /** Merges two parts of one offer; the nulls stay, for they are to remove something later. */
  Map<String, Object> combine(Map<String, Object> first, Map<String, Object> second) {
    return merge(first, second, Schema.ROOT);
  }

  /** Returns a tree without the nulls that only say "the default". */
  Map<String, Object> withoutNulls(Map<String, Object> tree) {
    return Trees.map(clean(tree, Schema.ROOT));
  }

  private Map<String, Object> merge(
      Map<String, Object> base, Map<String, Object> over, ValueType type) {
    Map<String, Object> merged = new LinkedHashMap<>(base);
    over.forEach(
        (key, value) -> {
          ValueType childType = childType(type, key);
          Object below = merged.get(key);
          if (below instanceof Map
              && value instanceof Map
              && childType != null
              && isObject(childType)) {
            merged.put(key, merge(Trees.map(below), Trees.map(value), childType));
          } else {
            merged.put(key, value);
          }
        });
    return Collections.unmodifiableMap(merged);
  }

  private Object clean(Object node, @Nullable ValueType type) {
    if (node instanceof List) {
      List<Object> items = new ArrayList<>();
      for (Object item : Trees.list(node)) {
        items.add(item == null ? item : clean(item, type == null ? null : type.items));
      }
      return Collections.unmodifiableList(items);
    }
    if (!(node instanceof Map)) {
      return node;
    }
    boolean dropNulls = type != null && isObject(type);
    Map<String, Object> kept = new LinkedHashMap<>();
    Trees.map(node)
        .forEach(
            (key, value) -> {
              if (value != null) {
                kept.put(key, clean(value, type == null ? null : childType(type, key)));
              } else if (!dropNulls) {
                kept.put(key, null);
              }
            });
    return Collections.unmodifiableMap(kept);
  }

  private boolean isObject(ValueType type) {
    SchemaType named = schema.named(type);
    return named != null && named.form == SchemaType.Form.OBJECT;
  }

  private @Nullable ValueType childType(ValueType type, String key) {
    SchemaType named = schema.named(type);
    SchemaType.Property property = named == null ? null : named.properties.get(key);
    return property == null ? null : property.type;
  }
}

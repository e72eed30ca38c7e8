package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns objects of the library's model back into trees, without keys that have no value. The
 * reverse of {@link ModelReader}.
 */
final class ModelWriter {

  private ModelWriter() {}

  /** Returns a tree of a model, or a copy of what is a tree already. */
  static Map<String, Object> write(@Nullable Object model) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (model instanceof Map) {
      putAll((Map<?, ?>) model, tree);
    } else if (model != null) {
      putFields(model, tree);
    }
    return tree;
  }

  private static void putFields(Object model, Map<String, Object> tree) {
    ModelShape shape = new ModelShape(model.getClass());
    for (Map.Entry<String, Field> entry : shape.fields().entrySet()) {
      Object value = ModelReader.get(model, entry.getValue());
      if (value != null) {
        tree.put(entry.getKey(), value(value));
      }
    }
    if (shape.rest() != null && ModelReader.get(model, shape.rest()) instanceof Map) {
      putAll((Map<?, ?>) ModelReader.get(model, shape.rest()), tree);
    }
  }

  private static void putAll(Map<?, ?> values, Map<String, Object> tree) {
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      tree.put(String.valueOf(entry.getKey()), value(entry.getValue()));
    }
  }

  private static @Nullable Object value(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Number) {
      return value;
    }
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof Enum) {
      return value.toString();
    }
    return value instanceof List ? list((List<?>) value) : write(value);
  }

  private static List<Object> list(List<?> values) {
    List<Object> list = new ArrayList<>();
    for (Object value : values) {
      list.add(value(value));
    }
    return list;
  }
}

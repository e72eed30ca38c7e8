package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attributes as plain maps, which cross class loaders, and back. */
final class AttributeMaps {

  private AttributeMaps() {}

  static Map<String, Object> toMap(Attributes attributes) {
    Map<String, Object> map = new LinkedHashMap<>();
    attributes.forEach((key, value) -> map.put(key.getKey(), value));
    return map;
  }

  /** Values of other types than String, Boolean, numbers and lists of them become strings. */
  static Attributes toAttributes(Map<String, Object> map) {
    AttributesBuilder attributes = Attributes.builder();
    map.forEach((key, value) -> put(attributes, key, value));
    return attributes.build();
  }

  private static void put(AttributesBuilder attributes, String key, Object value) {
    if (value instanceof Boolean) {
      attributes.put(key, (Boolean) value);
    } else if (value instanceof Double || value instanceof Float) {
      attributes.put(key, ((Number) value).doubleValue());
    } else if (value instanceof Number) {
      attributes.put(key, ((Number) value).longValue());
    } else if (value instanceof List) {
      putList(attributes, key, (List<?>) value);
    } else {
      attributes.put(key, String.valueOf(value));
    }
  }

  private static void putList(AttributesBuilder attributes, String key, List<?> values) {
    if (all(values, Boolean.class)) {
      attributes.put(AttributeKey.booleanArrayKey(key), cast(values, Boolean.class));
    } else if (all(values, Long.class)) {
      attributes.put(AttributeKey.longArrayKey(key), cast(values, Long.class));
    } else if (all(values, Double.class)) {
      attributes.put(AttributeKey.doubleArrayKey(key), cast(values, Double.class));
    } else {
      List<String> texts = new ArrayList<>();
      values.forEach(value -> texts.add(String.valueOf(value)));
      attributes.put(AttributeKey.stringArrayKey(key), texts);
    }
  }

  private static boolean all(List<?> values, Class<?> type) {
    return !values.isEmpty() && values.stream().allMatch(type::isInstance);
  }

  private static <T> List<T> cast(List<?> values, Class<T> type) {
    List<T> typed = new ArrayList<>();
    values.forEach(value -> typed.add(type.cast(value)));
    return typed;
  }
}

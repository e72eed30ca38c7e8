package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The identity of the agent as the SDK's Resource: same keys, same values, same types. */
final class SdkResource {

  private SdkResource() {}

  static Resource of(Map<String, Object> attributes) {
    AttributesBuilder builder = Attributes.builder();
    for (Map.Entry<String, Object> entry : attributes.entrySet()) {
      put(builder, entry.getKey(), entry.getValue());
    }
    return Resource.create(builder.build());
  }

  private static void put(AttributesBuilder builder, String key, Object value) {
    if (value instanceof Boolean) {
      builder.put(key, (Boolean) value);
    } else if (value instanceof Double) {
      builder.put(key, (Double) value);
    } else if (value instanceof Number) {
      builder.put(key, ((Number) value).longValue());
    } else if (value instanceof List) {
      putList(builder, key, (List<?>) value);
    } else {
      builder.put(key, value.toString());
    }
  }

  /** The SDK's lists have one type; a mixed list becomes one of strings. */
  private static void putList(AttributesBuilder builder, String key, List<?> values) {
    if (isAll(values, Long.class)) {
      builder.put(AttributeKey.longArrayKey(key), cast(values, Long.class));
    } else if (isAll(values, Double.class)) {
      builder.put(AttributeKey.doubleArrayKey(key), cast(values, Double.class));
    } else if (isAll(values, Boolean.class)) {
      builder.put(AttributeKey.booleanArrayKey(key), cast(values, Boolean.class));
    } else {
      List<String> texts = new ArrayList<>();
      for (Object value : values) {
        texts.add(String.valueOf(value));
      }
      builder.put(AttributeKey.stringArrayKey(key), texts);
    }
  }

  private static boolean isAll(List<?> values, Class<?> type) {
    return !values.isEmpty() && values.stream().allMatch(type::isInstance);
  }

  private static <T> List<T> cast(List<?> values, Class<T> type) {
    List<T> typed = new ArrayList<>();
    for (Object value : values) {
      typed.add(type.cast(value));
    }
    return typed;
  }
}

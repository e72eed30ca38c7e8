package dev.opamp.javaagent.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads documents the way the config pipeline hands them over: whole numbers are Long. */
final class Yaml {

  private Yaml() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> document(String text, Object... arguments) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return (Map<String, Object>)
        normal(new Load(settings).loadFromString(text.formatted(arguments)));
  }

  private static Object normal(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put((String) key, normal(value)));
      return copy;
    }
    if (tree instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(normal(item)));
      return copy;
    }
    return tree instanceof Integer number ? (Object) number.longValue() : tree;
  }
}

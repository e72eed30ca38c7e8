package dev.opamp.javaagent.testing.suites.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Documents as plain maps, lists and scalars. */
public final class Trees {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Trees() {}

  /** Reads YAML; numbers are Long or Double. */
  public static Map<String, Object> parse(String yaml) {
    Object root = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return root == null ? new LinkedHashMap<>() : map(plain(root));
  }

  /** Writes JSON, which is YAML too. */
  public static String write(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object node) {
    return (List<Object>) node;
  }

  /** A deep copy that can be changed. */
  static @Nullable Object plain(@Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put(String.valueOf(key), plain(value)));
      return copy;
    }
    if (node instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(plain(item)));
      return copy;
    }
    return node instanceof Integer number ? Long.valueOf(number) : node;
  }
}

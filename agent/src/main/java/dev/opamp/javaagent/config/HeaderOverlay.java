package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lays request headers over those of an exporter's sub-document, name by name. */
final class HeaderOverlay {

  private final Map<String, String> offered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private HeaderOverlay(Map<String, String> offered) {
    this.offered.putAll(offered);
  }

  /** Returns the sub-document with the headers added; one of the same name is replaced. */
  static Map<String, Object> apply(Map<String, Object> settings, Map<String, String> offered) {
    return new HeaderOverlay(offered).over(settings);
  }

  private Map<String, Object> over(Map<String, Object> settings) {
    Map<String, Object> copy = new LinkedHashMap<>(settings);
    List<Object> headers = kept(settings.get("headers"));
    offered.forEach((name, value) -> headers.add(entry(name, value)));
    copy.put("headers", headers);
    if (settings.get("headers_list") instanceof String) {
      copy.put("headers_list", keptInList((String) settings.get("headers_list")));
    }
    return copy;
  }

  private List<Object> kept(@Nullable Object headers) {
    List<Object> kept = new ArrayList<>();
    if (headers instanceof List) {
      for (Object header : Trees.list(headers)) {
        Object name = header instanceof Map ? Trees.map(header).get("name") : null;
        if (name == null || !offered.containsKey(String.valueOf(name))) {
          kept.add(header);
        }
      }
    }
    return kept;
  }

  private String keptInList(String list) {
    List<String> kept = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals < 0 || !offered.containsKey(entry.substring(0, equals).trim())) {
        kept.add(entry);
      }
    }
    return String.join(",", kept);
  }

  private static Map<String, Object> entry(String name, String value) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("value", value);
    return entry;
  }
}

package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hides secrets in trees and in messages. */
final class Redaction {

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          ".*(password|passwd|secret|token|credential|api[_.-]?key|authorization|private[_.-]?key)"
              + ".*");
  private static final Pattern USER_INFO = Pattern.compile("(://)[^/@\\s?#]*@");

  /** A name ends at the next question mark, so that many of them are not looked at again each. */
  private static final Pattern QUERY_VALUE = Pattern.compile("([?&][^=&?\\s#]*+=)[^&\\s#]+");

  /** Shorter values are too likely to be part of an ordinary word. */
  private static final int SHORTEST_SECRET = 4;

  private static final int SHORTEST_NUMBER = 8;

  private final Set<String> hiddenPaths;
  private final List<String> hiddenValues;

  /**
   * @param hiddenPaths paths whose values came from the environment
   * @param hiddenValues those values, to be hidden wherever they turn up
   */
  Redaction(Set<String> hiddenPaths, Collection<String> hiddenValues) {
    this.hiddenPaths = hiddenPaths;
    this.hiddenValues = new ArrayList<>(hiddenValues);
    // The longest first: one secret may begin with another.
    this.hiddenValues.sort(Comparator.comparingInt(String::length).reversed());
  }

  Map<String, Object> tree(Map<String, Object> tree) {
    return map(tree, "");
  }

  private Map<String, Object> map(Map<String, Object> map, String path) {
    Map<String, Object> out = new LinkedHashMap<>();
    boolean named = map.containsKey("name") && map.containsKey("value");
    boolean header = path.contains(".headers[");
    boolean secretName = named && SECRET_NAME.matcher(lower(map.get("name"))).matches();
    map.forEach(
        (key, value) -> {
          String at = ConfigDocument.child(path, key);
          boolean hide =
              (named && key.equals("value") && (header || secretName))
                  || key.equals("headers_list")
                  || (!(value instanceof Map) && SECRET_NAME.matcher(lower(key)).matches());
          out.put(key, hide && value != null ? EffectiveConfig.MASK : node(value, at));
        });
    return Collections.unmodifiableMap(out);
  }

  private @Nullable Object node(@Nullable Object node, String path) {
    if (node instanceof Map) {
      return map(Trees.map(node), path);
    }
    if (node instanceof List) {
      List<Object> items = new ArrayList<>();
      for (Object item : Trees.list(node)) {
        items.add(node(item, ConfigDocument.item(path, items.size())));
      }
      return Collections.unmodifiableList(items);
    }
    if (node != null && hiddenPaths.contains(path)) {
      return EffectiveConfig.MASK;
    }
    if (path.endsWith(".attributes_list") && node instanceof String) {
      return attributesList((String) node);
    }
    return node instanceof String ? text((String) node) : node;
  }

  private String attributesList(String list) {
    List<String> pairs = new ArrayList<>();
    for (String pair : list.split(",", -1)) {
      int eq = pair.indexOf('=');
      boolean secret = eq > 0 && SECRET_NAME.matcher(lower(pair.substring(0, eq))).matches();
      pairs.add(secret ? pair.substring(0, eq + 1) + EffectiveConfig.MASK : text(pair));
    }
    return String.join(",", pairs);
  }

  /** Hides known values, and what URLs carry besides an address. */
  String text(String text) {
    String out = text;
    for (String hidden : hiddenValues) {
      if (hidden.length() >= SHORTEST_SECRET) {
        out = out.replace(hidden, EffectiveConfig.MASK);
      }
    }
    if (out.contains("://")) {
      out = USER_INFO.matcher(out).replaceAll("$1" + EffectiveConfig.MASK + "@");
      out = QUERY_VALUE.matcher(out).replaceAll("$1" + EffectiveConfig.MASK);
    }
    return out;
  }

  /** Collects what must not be shown anywhere: header values, and what is at the given paths. */
  static Set<String> secretsIn(Map<String, Object> tree, Set<String> paths) {
    Set<String> secrets = new TreeSet<>();
    Trees.walk(
        tree,
        "",
        (path, node) -> {
          boolean header = path.contains(".headers[") && path.endsWith(".value");
          boolean hidden = header || path.endsWith(".headers_list") || paths.contains(path);
          if (hidden && node instanceof String) {
            secrets.add((String) node);
          } else if (hidden && isLongNumber(node)) {
            secrets.add(String.valueOf(node));
          }
        });
    return secrets;
  }

  /** A secret of digits alone reads as a number; short ones are ports, limits and times. */
  private static boolean isLongNumber(@Nullable Object node) {
    return node instanceof Number && String.valueOf(node).length() >= SHORTEST_NUMBER;
  }

  private static String lower(@Nullable Object text) {
    return String.valueOf(text).toLowerCase(Locale.ROOT);
  }
}

package dev.opamp.javaagent.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads lines of {@code key=value}; empty ones and those that begin with # do not count. */
final class KeyValueLines {

  private KeyValueLines() {}

  static ConfigDocument read(String text, String label, String file)
      throws ConfigRejectedException {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Origin> origins = new HashMap<>();
    origins.put(label, new Origin(file, 1, null, false));
    String[] lines = text.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].trim();
      if (!line.isEmpty() && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : line.substring(0, equals).trim();
        Origin origin = new Origin(file, i + 1, null, false);
        require(!key.isEmpty(), origin, label, "is not key=value");
        String path = ConfigDocument.child(label, key);
        require(path.length() < YamlReader.MAX_PATH, origin, label, "has a key that is too long");
        require(!values.containsKey(key), origin, path, "is given twice");
        require(values.size() < YamlReader.MAX_NODES, origin, label, "has too many values");
        values.put(key, line.substring(equals + 1).trim());
        origins.put(path, origin);
      }
    }
    return ConfigDocument.ofKeys(
        Collections.singletonMap(label, Collections.unmodifiableMap(values)), origins);
  }

  private static void require(boolean fulfilled, Origin origin, String path, String message)
      throws ConfigRejectedException {
    if (!fulfilled) {
      throw new ConfigRejectedException(origin.problem(path, message));
    }
  }
}

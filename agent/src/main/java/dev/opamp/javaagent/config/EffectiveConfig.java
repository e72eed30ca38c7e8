package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders what is in force for the server, free of secrets; equal trees give equal bytes. */
final class EffectiveConfig {

  /** Stands for a hidden value. An offer that contains it is refused: it was copied from here. */
  static final String MASK = "[REDACTED]";

  private static final String FILE = "opentelemetry.yaml";
  private static final String CONTENT_TYPE = "text/yaml";

  private EffectiveConfig() {}

  /**
   * Returns one file for all targets that have the same document in force, and one more, named
   * after the target, for each that differs.
   *
   * @param byTarget documents read back, by target name, the leading one first
   */
  static List<ConfigFile> files(Map<String, Map<String, Object>> byTarget, Redaction redaction) {
    Map<String, String> bodies = new LinkedHashMap<>();
    String first = null;
    for (Map.Entry<String, Map<String, Object>> entry : byTarget.entrySet()) {
      String body = YamlWriter.write(redaction.tree(entry.getValue()));
      if (first == null) {
        first = body;
        bodies.put(FILE, body);
      } else if (!body.equals(first)) {
        bodies.put(unique(entry.getKey(), bodies), body);
      }
    }
    List<ConfigFile> files = new ArrayList<>();
    bodies.forEach(
        (name, body) ->
            files.add(new ConfigFile(name, CONTENT_TYPE, body.getBytes(StandardCharsets.UTF_8))));
    return Collections.unmodifiableList(files);
  }

  private static String unique(String target, Map<String, String> taken) {
    String stem = "opentelemetry-" + target.replaceAll("[^A-Za-z0-9_.-]", "_");
    String name = stem + ".yaml";
    for (int i = 2; taken.containsKey(name); i++) {
      name = stem + "-" + i + ".yaml";
    }
    return name;
  }
}

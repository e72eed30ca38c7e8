package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Decides from content type and name whether a file is YAML or JSON. */
final class ContentType {

  private static final Set<String> JSON =
      Collections.unmodifiableSet(new HashSet<>(Arrays.asList("application/json", "text/json")));
  private static final Set<String> YAML =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList("text/yaml", "application/yaml", "text/x-yaml", "application/x-yaml")));
  private static final Set<String> UNSAID =
      Collections.unmodifiableSet(new HashSet<>(Arrays.asList("", "text/plain")));

  private ContentType() {}

  static boolean isJson(ConfigFile file) throws ConfigRejectedException {
    String[] parts = file.contentType().toLowerCase(Locale.ROOT).split(";", -1);
    String type = parts[0].trim();
    for (int i = 1; i < parts.length; i++) {
      requireUtf8(parts[i].trim(), file);
    }
    if (UNSAID.contains(type)) {
      return file.name().toLowerCase(Locale.ROOT).endsWith(".json");
    }
    if (JSON.contains(type)) {
      return true;
    }
    if (YAML.contains(type)) {
      return false;
    }
    throw YamlReader.rejected(
        "", 0, "has a content type that is neither YAML nor JSON", file.name());
  }

  private static void requireUtf8(String parameter, ConfigFile file)
      throws ConfigRejectedException {
    if (!parameter.startsWith("charset")) {
      return;
    }
    String charset = parameter.substring("charset".length()).replaceAll("[\\s=\"]", "");
    if (!charset.equals("utf-8") && !charset.equals("utf8") && !charset.equals("us-ascii")) {
      throw YamlReader.rejected("", 0, "has a charset other than utf-8", file.name());
    }
  }
}

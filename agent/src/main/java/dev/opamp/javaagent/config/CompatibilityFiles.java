package dev.opamp.javaagent.config;

import dev.opamp.javaagent.config.compat.CompatibilityKeys;
import dev.opamp.javaagent.opamp.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells files of compatibility keys from declarative documents: by the names that servers give
 * them, or because nothing but lines of {@code key=value} is in them, which no document is.
 */
final class CompatibilityFiles {

  private static final String POLICIES = "vendor";
  private static final Set<String> PROPERTIES =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "text/properties",
                  "text/x-properties",
                  "text/x-java-properties",
                  "application/x-java-properties")));
  private static final Pattern LINE = Pattern.compile("[A-Za-z0-9_.-]+\\h*=[^:]*");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private CompatibilityFiles() {}

  static boolean isOne(ConfigFile file, Schema schema) {
    if (file.name().equals(CompatibilityKeys.ELASTIC)) {
      return true;
    }
    String type = type(file);
    if (PROPERTIES.contains(type)) {
      return true;
    }
    if (type.contains("yaml")) {
      return false;
    }
    boolean named = file.name().equals(POLICIES);
    boolean unsaid = type.isEmpty() || type.equals("text/plain");
    if (!(named || unsaid) || file.body().length > ConfigParser.MAX_BYTES) {
      return false;
    }
    return named ? !namesPartOfDocument(text(file), schema) : isLines(text(file));
  }

  /** Reads the keys of a file, without a look at what they mean. */
  static ConfigDocument read(ConfigFile file) throws ConfigRejectedException {
    String label = LABEL.matcher(file.name()).matches() ? file.name() : "keyvalue";
    if (file.body().length > ConfigParser.MAX_BYTES) {
      throw YamlReader.rejected(
          label, 0, "is larger than " + ConfigParser.MAX_BYTES + " bytes", file.name());
    }
    boolean elastic = label.equals(CompatibilityKeys.ELASTIC);
    String start = text(file).trim();
    boolean json = elastic || start.startsWith("{") || start.startsWith("[");
    return json
        ? JsonKeys.read(file, label, !elastic)
        : KeyValueLines.read(text(file), label, file.name());
  }

  private static String type(ConfigFile file) {
    return file.contentType().toLowerCase(Locale.ROOT).split(";", -1)[0].trim();
  }

  static String text(ConfigFile file) {
    String text = new String(file.body(), StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** A document in a file that happens to have the name of policies stays one. */
  private static boolean namesPartOfDocument(String text, Schema schema) {
    SchemaType root = schema.named(Schema.ROOT);
    if (root == null) {
      return false;
    }
    for (String key : root.properties.keySet()) {
      if (Pattern.compile("(?m)(^|[{,]\\s*)\"?" + Pattern.quote(key) + "\"?\\s*:")
          .matcher(text)
          .find()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLines(String text) {
    boolean any = false;
    for (String line : text.split("\\R", -1)) {
      if (!line.trim().isEmpty()) {
        if (!LINE.matcher(line.trim()).matches()) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }
}

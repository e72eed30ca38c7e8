package dev.opamp.javaagent.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Turns one scalar of a YAML text into a value: substitution first, then the core schema. */
final class ScalarReader {

  private static final String TAGS = "tag:yaml.org,2002:";

  private final String file;
  private final EnvironmentSubstitution substitution;

  ScalarReader(String file, EnvironmentSubstitution substitution) {
    this.file = file;
    this.substitution = substitution;
  }

  @Nullable Object read(ScalarEvent event, String path, int line, Map<String, Origin> origins)
      throws ConfigRejectedException {
    EnvironmentSubstitution.Result result;
    try {
      result = substitution.apply(event.getValue());
    } catch (IllegalArgumentException e) {
      throw YamlReader.rejected(path, line, String.valueOf(e.getMessage()), file);
    }
    boolean typed = event.isPlain();
    String tag = event.getTag().orElse("");
    Object value = typed && !tag.equals("!") ? CoreScalars.resolve(result.text) : result.text;
    if (!tag.isEmpty() && !tag.equals("!")) {
      value = tagged(tag, result.text, path, line);
    }
    origins.put(path, new Origin(file, line, typed ? result.text : null, result.fromOutside));
    return value;
  }

  private @Nullable Object tagged(String tag, String text, String path, int line)
      throws ConfigRejectedException {
    if (tag.equals(TAGS + "str")) {
      return text;
    }
    Object value = CoreScalars.resolve(text);
    boolean fits =
        (tag.equals(TAGS + "null") && value == null)
            || (tag.equals(TAGS + "bool") && value instanceof Boolean)
            || (tag.equals(TAGS + "int") && value instanceof Long)
            || (tag.equals(TAGS + "float") && value instanceof Number);
    if (!fits) {
      throw YamlReader.rejected(path, line, "has a YAML tag that is not allowed here", file);
    }
    return value;
  }
}

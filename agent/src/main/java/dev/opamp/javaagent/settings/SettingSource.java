package dev.opamp.javaagent.settings;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One place that settings come from, with its own spelling of the keys. */
final class SettingSource {

  /** Compiled where a name is unknown, which none is as a rule. */
  private static final String HARMLESS = "[A-Za-z0-9._-]{1,64}";

  private final String name;
  private final Map<String, String> values;
  private final Function<String, @Nullable SettingKey> spelling;

  /**
   * @param name how messages call the source
   * @param values everything in the source that is meant for the agent
   * @param spelling finds the key that a name in the source stands for
   */
  SettingSource(
      String name, Map<String, String> values, Function<String, @Nullable SettingKey> spelling) {
    this.name = name;
    this.values = values;
    this.spelling = spelling;
  }

  String name() {
    return name;
  }

  /** Calls back for each value that is not empty. */
  void forEach(Visitor visitor) {
    values.forEach(
        (spelled, value) -> {
          SettingKey key = spelling.apply(spelled);
          String text = StandardVariables.trimmed(value);
          if (key == null) {
            visitor.unknown(spelled.matches(HARMLESS) ? spelled : "(unprintable)", name);
          } else if (text != null) {
            visitor.value(key, text, name);
          }
        });
  }

  /** Receives the content of a source. */
  interface Visitor {
    void value(SettingKey key, String text, String source);

    void unknown(String spelled, String source);
  }
}

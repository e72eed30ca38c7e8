package dev.opamp.javaagent.settings;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of all settings after precedence, and what was found wrong so far. Reading a wrong
 * value notes the problem and goes on with a stand-in, so that one run finds every problem.
 */
final class RawSettings implements SettingSource.Visitor {

  /** Turns the text of a setting into its value. */
  interface Parser<T> {
    T parse(String text) throws InvalidValueException;
  }

  private final Map<SettingKey, String> texts = new EnumMap<>(SettingKey.class);
  private final Map<SettingKey, String> sources = new EnumMap<>(SettingKey.class);
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** A source given earlier takes precedence. */
  @Override
  public void value(SettingKey key, String text, String source) {
    if (texts.putIfAbsent(key, text) == null) {
      sources.put(key, source);
    }
  }

  @Override
  public void unknown(String spelled, String source) {
    warnings.add("unknown setting " + spelled + " (" + source + ")");
  }

  boolean isSet(SettingKey key) {
    return texts.containsKey(key);
  }

  /** Returns the value, the default's when it is not set or wrong, null when there is none. */
  <T> @Nullable T find(SettingKey key, Parser<T> parser) {
    String text = texts.get(key);
    if (text != null) {
      try {
        return parser.parse(text);
      } catch (InvalidValueException e) {
        problem(key, String.valueOf(e.getMessage()));
      }
    }
    return key.defaultText().isEmpty() ? null : parseDefault(key, parser);
  }

  /** Returns the value of a key that has a default. */
  <T> T get(SettingKey key, Parser<T> parser) {
    T value = find(key, parser);
    if (value == null) {
      throw new IllegalStateException(key.property() + " has no default");
    }
    return value;
  }

  private static <T> T parseDefault(SettingKey key, Parser<T> parser) {
    try {
      return parser.parse(key.defaultText());
    } catch (InvalidValueException e) {
      throw new IllegalStateException("default of " + key.property(), e);
    }
  }

  void problem(SettingKey key, String reason) {
    problems.add(describe(key, reason));
  }

  void warning(SettingKey key, String reason) {
    warnings.add(describe(key, reason));
  }

  private String describe(SettingKey key, String reason) {
    String source = sources.get(key);
    return key.property() + (source == null ? "" : " (" + source + ")") + ": " + reason;
  }

  List<String> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }
}

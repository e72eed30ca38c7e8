package dev.opamp.javaagent.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads the sources in order of precedence: arguments, properties, environment, file. */
final class SettingSources {

  private static final String FILE = SettingKey.CONFIG_FILE.property();

  private SettingSources() {}

  static RawSettings read(
      @Nullable String arguments, Properties properties, Map<String, String> environment) {
    RawSettings raw = new RawSettings();
    Map<String, String> parsed = AgentArguments.parse(arguments, raw.problems());
    new SettingSource("agent argument", parsed, SettingKey::named).forEach(raw);
    properties("system property", properties).forEach(raw);
    environment(environment).forEach(raw);
    Path file = raw.find(SettingKey.CONFIG_FILE, ValueParsers::path);
    if (file != null) {
      readFile(file, raw);
    }
    return raw;
  }

  private static SettingSource properties(String name, Properties properties) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String property : properties.stringPropertyNames()) {
      if (property.startsWith(SettingKey.PREFIX)) {
        values.put(property, properties.getProperty(property, ""));
      }
    }
    return new SettingSource(name, values, SettingKey::named);
  }

  private static SettingSource environment(Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(SettingKey.VARIABLE_PREFIX)) {
            values.put(variable, value);
          }
        });
    return new SettingSource("environment", values, SettingSources::keyOfVariable);
  }

  private static @Nullable SettingKey keyOfVariable(String variable) {
    for (SettingKey key : SettingKey.values()) {
      if (key.variable().equals(variable)) {
        return key;
      }
    }
    return null;
  }

  private static void readFile(Path file, RawSettings raw) {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      // Not the message: that of a malformed escape would be about the content.
      raw.problem(
          SettingKey.CONFIG_FILE, file + " cannot be read (" + e.getClass().getSimpleName() + ")");
      return;
    }
    if (properties.remove(FILE) != null) {
      raw.unknown(FILE, "config file");
    }
    properties("config file", properties).forEach(raw);
  }
}

package dev.opamp.javaagent.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what OpenTelemetry itself defines ({@code otel.service.name}, {@code OTEL_SERVICE_NAME},
 * …), by its rule: the system property wins over the environment, and empty means not set.
 */
public final class StandardVariables {

  private final Map<String, String> environment;
  private final Properties properties;

  public StandardVariables(Map<String, String> environment, Properties properties) {
    this.environment = environment;
    this.properties = properties;
  }

  /**
   * Looks one variable up.
   *
   * @param property the name of the system property, such as {@code otel.service.name}; the
   *     variable's name follows from it
   * @return the trimmed value, or null when it is not set
   */
  public @Nullable String get(String property) {
    String value = trimmed(properties.getProperty(property));
    return value != null ? value : trimmed(environment.get(variableOf(property)));
  }

  /** Returns the environment variable that goes with a system property. */
  public static String variableOf(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  static @Nullable String trimmed(@Nullable String value) {
    String text = value == null ? "" : value.trim();
    return text.isEmpty() ? null : text;
  }
}

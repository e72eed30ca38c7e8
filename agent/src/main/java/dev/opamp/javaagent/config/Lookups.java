package dev.opamp.javaagent.config;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where environment variables and system properties are looked up. */
public final class Lookups {

  private final Function<String, @Nullable String> environment;
  private final Function<String, @Nullable String> properties;

  /** Both functions return null for a name that is not set. */
  public Lookups(
      Function<String, @Nullable String> environment,
      Function<String, @Nullable String> properties) {
    this.environment = environment;
    this.properties = properties;
  }

  @Nullable String environment(String name) {
    return environment.apply(name);
  }

  @Nullable String property(String name) {
    return properties.apply(name);
  }

  /**
   * Returns a standard setting by the name of its variable: the system property wins, blank counts
   * as not set.
   */
  @Nullable String standard(String variable) {
    String value = properties.apply(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
    if (value == null || value.trim().isEmpty()) {
      value = environment.apply(variable);
    }
    return value == null || value.trim().isEmpty() ? null : value.trim();
  }
}

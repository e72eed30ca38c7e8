package dev.opamp.javaagent.config;

import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where environment variables and system properties are looked up. */
public final class Lookups {

  private static final Pattern SECRET =
      Pattern.compile("HEADERS|KEY|CERTIFICATE|PASSWORD|TOKEN|SECRET|CREDENTIAL");

  private final Function<String, @Nullable String> environment;
  private final Function<String, @Nullable String> properties;

  /** Both functions return null for a name that is not set. */
  public Lookups(
      Function<String, @Nullable String> environment,
      Function<String, @Nullable String> properties) {
    this.environment = environment;
    this.properties = properties;
  }

  /**
   * Returns lookups for what a server offers: an offer that may read the environment could carry
   * any secret of the host away. What OpenTelemetry itself defines may be read, unless it holds
   * secrets.
   */
  Lookups forOffers() {
    return new Lookups(
        name -> environment.apply(harmless(name)), name -> properties.apply(harmless(name)));
  }

  private static String harmless(String name) {
    String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
    if (!variable.startsWith("OTEL_")
        || variable.startsWith("OTEL_OPAMP_")
        || SECRET.matcher(variable).find()) {
      throw new IllegalArgumentException(
          "refers to the environment of the host; refused without otel.opamp.allow=environment");
    }
    return name;
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

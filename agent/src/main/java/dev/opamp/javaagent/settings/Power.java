package dev.opamp.javaagent.settings;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a server may do only when a local setting allows it. */
public enum Power {
  /** Exporters that write files on the host. */
  FILE_EXPORTERS("file-exporters"),
  /** Sockets that listen, for Prometheus. */
  LISTEN("listen"),
  /** Packages installed into the JVM. */
  PACKAGES("packages"),
  /** Diagnostics that read data of the application. */
  DIAGNOSTICS("diagnostics"),

  /** References of an offer to the host's environment and system properties. */
  ENVIRONMENT("environment"),

  /** Offered connections without TLS, or with TLS that is weaker than by default. */
  INSECURE_TLS("insecure-tls"),

  /** Everything else that is refused by default; only {@code *} grants it. */
  EVERYTHING("*");

  private final String word;

  Power(String word) {
    this.word = word;
  }

  /** The word that grants it in {@code otel.opamp.allow}. */
  public String word() {
    return word;
  }

  static Set<Power> parse(String text) throws InvalidValueException {
    Set<Power> granted = EnumSet.noneOf(Power.class);
    for (String entry : text.split(",", -1)) {
      String word = entry.trim();
      if (word.equals(EVERYTHING.word)) {
        return Collections.unmodifiableSet(EnumSet.allOf(Power.class));
      }
      if (!word.isEmpty()) {
        granted.add(named(word));
      }
    }
    return Collections.unmodifiableSet(granted);
  }

  private static Power named(String word) throws InvalidValueException {
    for (Power power : values()) {
      if (power.word.equals(word)) {
        return power;
      }
    }
    throw new InvalidValueException(
        "has an entry other than file-exporters, listen, packages, diagnostics, environment,"
            + " insecure-tls and *");
  }
}

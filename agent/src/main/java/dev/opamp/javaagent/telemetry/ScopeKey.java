package dev.opamp.javaagent.telemetry;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What identifies an instrumentation scope: its name, version and schema URL. */
final class ScopeKey {

  final String name;
  final @Nullable String version;
  final @Nullable String schemaUrl;

  ScopeKey(String name, @Nullable String version, @Nullable String schemaUrl) {
    this.name = name;
    this.version = version;
    this.schemaUrl = schemaUrl;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof ScopeKey)) {
      return false;
    }
    ScopeKey other = (ScopeKey) o;
    return Objects.equals(name, other.name)
        && Objects.equals(version, other.version)
        && Objects.equals(schemaUrl, other.schemaUrl);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Objects.hashCode(name) + Objects.hashCode(version))
        + Objects.hashCode(schemaUrl);
  }
}

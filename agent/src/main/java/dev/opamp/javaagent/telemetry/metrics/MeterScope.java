package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The instrumentation scope of a meter. */
final class MeterScope {

  private final String name;
  private final @Nullable String version;
  private final @Nullable String schemaUrl;

  MeterScope(String name, @Nullable String version, @Nullable String schemaUrl) {
    this.name = name;
    this.version = version;
    this.schemaUrl = schemaUrl;
  }

  Meter meterOf(MeterProvider provider) {
    MeterBuilder builder = provider.meterBuilder(name);
    if (version != null) {
      builder.setInstrumentationVersion(version);
    }
    if (schemaUrl != null) {
      builder.setSchemaUrl(schemaUrl);
    }
    return builder.build();
  }

  void tell(BiConsumer<@Nullable String, @Nullable String> scopes) {
    scopes.accept(name, version);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof MeterScope)) {
      return false;
    }
    MeterScope other = (MeterScope) o;
    return Objects.equals(name, other.name)
        && Objects.equals(version, other.version)
        && Objects.equals(schemaUrl, other.schemaUrl);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version, schemaUrl);
  }
}

package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import org.jspecify.annotations.Nullable;

/** Collects an instrumentation scope and looks its meter up. */
final class SwitchableMeterBuilder implements MeterBuilder {

  private final SwitchableMeterProvider provider;
  private final String name;
  private @Nullable String version;
  private @Nullable String schemaUrl;

  SwitchableMeterBuilder(SwitchableMeterProvider provider, String name) {
    this.provider = provider;
    this.name = name;
  }

  @Override
  public MeterBuilder setSchemaUrl(String schemaUrl) {
    this.schemaUrl = schemaUrl;
    return this;
  }

  @Override
  public MeterBuilder setInstrumentationVersion(String instrumentationScopeVersion) {
    this.version = instrumentationScopeVersion;
    return this;
  }

  @Override
  public Meter build() {
    return provider.meter(new MeterScope(name, version, schemaUrl));
  }
}

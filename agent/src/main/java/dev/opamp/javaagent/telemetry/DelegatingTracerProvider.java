package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A tracer provider whose implementation can be replaced; it starts as no-op. */
final class DelegatingTracerProvider implements TracerProvider {

  private final ScopeRegistry<TracerProvider, Tracer, DelegatingTracer> tracers =
      new ScopeRegistry<>(
          TracerProvider.noop(),
          DelegatingTracerProvider::tracer,
          DelegatingTracer::new,
          DelegatingTracer::switchTo);

  void switchTo(TracerProvider next) {
    switchTo(next, unchanged -> {});
  }

  void switchTo(TracerProvider next, Consumer<TracerProvider> configure) {
    tracers.switchTo(next, configure);
  }

  void forEachScope(BiConsumer<@Nullable String, @Nullable String> scopes) {
    tracers.forEachScope(scopes);
  }

  @Override
  public Tracer get(String instrumentationScopeName) {
    return tracers.get(new ScopeKey(instrumentationScopeName, null, null));
  }

  @Override
  public Tracer get(String instrumentationScopeName, String instrumentationScopeVersion) {
    return tracers.get(new ScopeKey(instrumentationScopeName, instrumentationScopeVersion, null));
  }

  @Override
  public TracerBuilder tracerBuilder(String instrumentationScopeName) {
    return new Builder(instrumentationScopeName);
  }

  private static Tracer tracer(TracerProvider provider, ScopeKey key) {
    TracerBuilder builder = provider.tracerBuilder(key.name);
    if (key.version != null) {
      builder.setInstrumentationVersion(key.version);
    }
    if (key.schemaUrl != null) {
      builder.setSchemaUrl(key.schemaUrl);
    }
    return builder.build();
  }

  private final class Builder implements TracerBuilder {
    private final String name;
    private @Nullable String version;
    private @Nullable String schemaUrl;

    Builder(String name) {
      this.name = name;
    }

    @Override
    public TracerBuilder setSchemaUrl(String schemaUrl) {
      this.schemaUrl = schemaUrl;
      return this;
    }

    @Override
    public TracerBuilder setInstrumentationVersion(String version) {
      this.version = version;
      return this;
    }

    @Override
    public Tracer build() {
      return tracers.get(new ScopeKey(name, version, schemaUrl));
    }
  }
}

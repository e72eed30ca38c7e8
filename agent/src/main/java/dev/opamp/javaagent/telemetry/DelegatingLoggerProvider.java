package dev.opamp.javaagent.telemetry;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A logger provider whose implementation can be replaced; it starts as no-op. */
final class DelegatingLoggerProvider implements LoggerProvider {

  private final ScopeRegistry<LoggerProvider, Logger, DelegatingLogger> loggers =
      new ScopeRegistry<>(
          LoggerProvider.noop(),
          DelegatingLoggerProvider::logger,
          DelegatingLogger::new,
          DelegatingLogger::switchTo);

  void switchTo(LoggerProvider next) {
    switchTo(next, unchanged -> {});
  }

  void switchTo(LoggerProvider next, Consumer<LoggerProvider> configure) {
    loggers.switchTo(next, configure);
  }

  void forEachScope(BiConsumer<@Nullable String, @Nullable String> scopes) {
    loggers.forEachScope(scopes);
  }

  @Override
  public Logger get(String instrumentationScopeName) {
    return loggers.get(new ScopeKey(instrumentationScopeName, null, null));
  }

  @Override
  public LoggerBuilder loggerBuilder(String instrumentationScopeName) {
    return new Builder(instrumentationScopeName);
  }

  private static Logger logger(LoggerProvider provider, ScopeKey key) {
    LoggerBuilder builder = provider.loggerBuilder(key.name);
    if (key.version != null) {
      builder.setInstrumentationVersion(key.version);
    }
    if (key.schemaUrl != null) {
      builder.setSchemaUrl(key.schemaUrl);
    }
    return builder.build();
  }

  private final class Builder implements LoggerBuilder {
    private final String name;
    private @Nullable String version;
    private @Nullable String schemaUrl;

    Builder(String name) {
      this.name = name;
    }

    @Override
    public LoggerBuilder setSchemaUrl(String schemaUrl) {
      this.schemaUrl = schemaUrl;
      return this;
    }

    @Override
    public LoggerBuilder setInstrumentationVersion(String version) {
      this.version = version;
      return this;
    }

    @Override
    public Logger build() {
      return loggers.get(new ScopeKey(name, version, schemaUrl));
    }
  }
}

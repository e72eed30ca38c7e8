package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.LoggerProviderModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.TracerProviderModel;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.logs.internal.SdkLoggerProviderUtil;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.internal.SdkTracerProviderUtil;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our configurators do what those do that the library builds into a provider. */
class ScopeConfiguratorsTest {

  private static final List<String> SCOPES = List.of("io.a", "io.b", "org.a", "");
  private static final LogRecordProcessor SOMETHING = (context, record) -> {};
  private static final DeclarativeConfigContext CONTEXT =
      new DeclarativeConfigContext(
          ComponentLoader.forClassLoader(ScopeConfiguratorsTest.class.getClassLoader()));

  private final DeclarativeComponents components =
      new DeclarativeComponents(
          ComponentLoader.forClassLoader(ScopeConfiguratorsTest.class.getClassLoader()));

  static Stream<Map<String, Object>> tracers() {
    return Stream.of(
        Map.of(),
        Map.of("default_config", Map.of("enabled", false)),
        Map.of("default_config", Map.of()),
        Map.of("tracers", List.of(matcher("io.*", Map.of("enabled", false)))),
        Map.of(
            "default_config",
            Map.of("enabled", false),
            "tracers",
            List.of(
                matcher("io.a", Map.of("enabled", true)),
                matcher("io.?", Map.of("enabled", false)),
                matcher("*", Map.of()))));
  }

  static Stream<Map<String, Object>> loggers() {
    return Stream.concat(
        tracers().map(ScopeConfiguratorsTest::ofLoggers),
        Stream.of(
            Map.of("default_config", Map.of("minimum_severity", "warn")),
            Map.of("default_config", Map.of("trace_based", true)),
            Map.of(
                "loggers",
                List.of(matcher("io.*", Map.of("minimum_severity", "error2", "enabled", true))))));
  }

  private static Map<String, Object> ofLoggers(Map<String, Object> tracers) {
    return tracers.containsKey("tracers")
        ? Map.of(
            "default_config",
            tracers.getOrDefault("default_config", Map.of()),
            "loggers",
            tracers.get("tracers"))
        : tracers;
  }

  private static Map<String, Object> matcher(String name, Map<String, Object> config) {
    return Map.of("name", name, "config", config);
  }

  @ParameterizedTest
  @MethodSource("tracers")
  void tracersAreThoseOfTheLibrary(Map<String, Object> document) {
    TracerProviderModel model =
        ModelMapping.convert(
            Map.of("tracer_configurator/development", document), TracerProviderModel.class);
    SdkTracerProvider theirs =
        TracerProviderFactory.getInstance()
            .create(TracerProviderAndAttributeLimits.create(null, model), CONTEXT)
            .build();
    SdkTracerProvider ours = SdkTracerProvider.builder().build();
    SdkTracerProviderUtil.setTracerConfigurator(ours, components.tracerConfigurator(document));

    for (String scope : SCOPES) {
      assertThat(ours.get(scope).isEnabled()).isEqualTo(theirs.get(scope).isEnabled());
    }
  }

  @ParameterizedTest
  @MethodSource("loggers")
  void loggersAreThoseOfTheLibrary(Map<String, Object> document) {
    LoggerProviderModel model =
        ModelMapping.convert(
            Map.of("logger_configurator/development", document), LoggerProviderModel.class);
    SdkLoggerProviderBuilder theirBuilder =
        LoggerProviderFactory.getInstance()
            .create(LoggerProviderAndAttributeLimits.create(null, model), CONTEXT);
    SdkLoggerProvider theirs = theirBuilder.addLogRecordProcessor(SOMETHING).build();
    SdkLoggerProvider ours = SdkLoggerProvider.builder().addLogRecordProcessor(SOMETHING).build();
    SdkLoggerProviderUtil.setLoggerConfigurator(ours, components.loggerConfigurator(document));

    for (String scope : SCOPES) {
      assertThat(enabled(ours.get(scope))).isEqualTo(enabled(theirs.get(scope)));
    }
  }

  private static List<Boolean> enabled(Logger logger) {
    return Stream.of(Severity.values())
        .map(severity -> logger.isEnabled(severity, Context.root()))
        .toList();
  }
}

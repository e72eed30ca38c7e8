package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalLoggerConfigModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalLoggerConfiguratorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalLoggerMatcherAndConfigModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalMeterConfigModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalMeterConfiguratorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalMeterMatcherAndConfigModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalTracerConfigModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalTracerConfiguratorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalTracerMatcherAndConfigModel;
import io.opentelemetry.sdk.common.internal.ScopeConfigurator;
import io.opentelemetry.sdk.common.internal.ScopeConfiguratorBuilder;
import io.opentelemetry.sdk.logs.internal.LoggerConfig;
import io.opentelemetry.sdk.logs.internal.LoggerConfigBuilder;
import io.opentelemetry.sdk.metrics.internal.MeterConfig;
import io.opentelemetry.sdk.trace.internal.TracerConfig;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the model of scope configurators into those of the SDK. The library does this too, but only
 * as a step of building a whole provider.
 */
final class ScopeConfigurators {

  private ScopeConfigurators() {}

  static ScopeConfigurator<TracerConfig> tracers(ExperimentalTracerConfiguratorModel model) {
    ScopeConfiguratorBuilder<TracerConfig> configurator = TracerConfig.configuratorBuilder();
    ExperimentalTracerConfigModel general = model.getDefaultConfig();
    if (general != null) {
      configurator.setDefault(config(general));
    }
    for (ExperimentalTracerMatcherAndConfigModel matcher : orEmpty(model.getTracers())) {
      String name = FileConfigUtil.requireNonNull(matcher.getName(), "tracer matcher name");
      if (matcher.getConfig() != null) {
        configurator.addCondition(
            ScopeConfiguratorBuilder.nameMatchesGlob(name), config(matcher.getConfig()));
      }
    }
    return configurator.build();
  }

  static ScopeConfigurator<LoggerConfig> loggers(ExperimentalLoggerConfiguratorModel model) {
    ScopeConfiguratorBuilder<LoggerConfig> configurator = LoggerConfig.configuratorBuilder();
    ExperimentalLoggerConfigModel general = model.getDefaultConfig();
    if (general != null) {
      configurator.setDefault(config(general));
    }
    for (ExperimentalLoggerMatcherAndConfigModel matcher : orEmpty(model.getLoggers())) {
      String name = FileConfigUtil.requireNonNull(matcher.getName(), "logger matcher name");
      if (matcher.getConfig() != null) {
        configurator.addCondition(
            ScopeConfiguratorBuilder.nameMatchesGlob(name), config(matcher.getConfig()));
      }
    }
    return configurator.build();
  }

  static ScopeConfigurator<MeterConfig> meters(ExperimentalMeterConfiguratorModel model) {
    ScopeConfiguratorBuilder<MeterConfig> configurator = MeterConfig.configuratorBuilder();
    ExperimentalMeterConfigModel general = model.getDefaultConfig();
    if (general != null) {
      configurator.setDefault(config(general));
    }
    for (ExperimentalMeterMatcherAndConfigModel matcher : orEmpty(model.getMeters())) {
      String name = FileConfigUtil.requireNonNull(matcher.getName(), "meter matcher name");
      if (matcher.getConfig() != null) {
        configurator.addCondition(
            ScopeConfiguratorBuilder.nameMatchesGlob(name), config(matcher.getConfig()));
      }
    }
    return configurator.build();
  }

  private static MeterConfig config(ExperimentalMeterConfigModel model) {
    return Boolean.FALSE.equals(model.getEnabled())
        ? MeterConfig.disabled()
        : MeterConfig.defaultConfig();
  }

  private static TracerConfig config(ExperimentalTracerConfigModel model) {
    return Boolean.FALSE.equals(model.getEnabled())
        ? TracerConfig.disabled()
        : TracerConfig.defaultConfig();
  }

  private static LoggerConfig config(ExperimentalLoggerConfigModel model) {
    LoggerConfigBuilder config = LoggerConfig.builder();
    config.setEnabled(!Boolean.FALSE.equals(model.getEnabled()));
    config.setTraceBased(Boolean.TRUE.equals(model.getTraceBased()));
    if (model.getMinimumSeverity() != null) {
      Severity minimum = LoggerProviderFactory.severityNumberToSeverity(model.getMinimumSeverity());
      config.setMinimumSeverity(minimum);
    }
    return config.build();
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? Collections.emptyList() : list;
  }
}

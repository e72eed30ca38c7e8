package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalMeterConfigModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalMeterConfiguratorModel;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.model.internal.ExperimentalMeterMatcherAndConfigModel;
import io.opentelemetry.sdk.common.internal.ScopeConfigurator;
import io.opentelemetry.sdk.common.internal.ScopeConfiguratorBuilder;
import io.opentelemetry.sdk.metrics.internal.MeterConfig;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds what tells which meters are enabled. The library builds it only into the builder of a
 * provider, from which it cannot be had.
 */
final class MeterConfigurators {

  private MeterConfigurators() {}

  static ScopeConfigurator<MeterConfig> of(ExperimentalMeterConfiguratorModel model) {
    ScopeConfiguratorBuilder<MeterConfig> builder = ScopeConfigurator.builder();
    builder.setDefault(config(model.getDefaultConfig()));
    for (ExperimentalMeterMatcherAndConfigModel meter : meters(model)) {
      String name = FileConfigUtil.requireNonNull(meter.getName(), "meter matcher name");
      if (meter.getConfig() != null) {
        builder.addCondition(
            ScopeConfiguratorBuilder.nameMatchesGlob(name), config(meter.getConfig()));
      }
    }
    return builder.build();
  }

  private static List<ExperimentalMeterMatcherAndConfigModel> meters(
      ExperimentalMeterConfiguratorModel model) {
    List<ExperimentalMeterMatcherAndConfigModel> meters = model.getMeters();
    return meters == null ? Collections.emptyList() : meters;
  }

  private static MeterConfig config(@Nullable ExperimentalMeterConfigModel model) {
    return model != null && Boolean.FALSE.equals(model.getEnabled())
        ? MeterConfig.disabled()
        : MeterConfig.enabled();
  }
}

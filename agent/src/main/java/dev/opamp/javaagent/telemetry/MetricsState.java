package dev.opamp.javaagent.telemetry;

import io.opentelemetry.sdk.common.internal.ScopeConfigurator;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.internal.MeterConfig;
import io.opentelemetry.sdk.metrics.internal.SdkMeterProviderUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that makes up metrics at one time. */
final class MetricsState {

  static final MetricsState OFF =
      new MetricsState(
          Collections.emptyMap(),
          Collections.emptyList(),
          Collections.emptyList(),
          ScopeConfigurator.<MeterConfig>builder().build(),
          Collections.emptyList());

  final Map<String, Object> document;
  final List<Part<ReaderOutlet>> outlets;
  final List<ReaderPlan> plans;
  final ScopeConfigurator<MeterConfig> configurator;
  final List<Part<MeterGeneration>> provider;
  final MeterGeneration generation;

  /**
   * @param outlets one for each reader of the document
   * @param plans one for each reader of the document
   * @param provider the one provider; none when metrics are off
   */
  MetricsState(
      Map<String, Object> document,
      List<Part<ReaderOutlet>> outlets,
      List<ReaderPlan> plans,
      ScopeConfigurator<MeterConfig> configurator,
      List<Part<MeterGeneration>> provider) {
    this.document = document;
    this.outlets = outlets;
    this.plans = plans;
    this.configurator = configurator;
    this.provider = provider;
    this.generation = provider.isEmpty() ? MeterGeneration.off() : provider.get(0).component;
  }

  List<Part<?>> parts() {
    List<Part<?>> parts = new ArrayList<>(outlets);
    parts.addAll(provider);
    return parts;
  }

  /** Returns the outlets that another state does not have. */
  List<Part<ReaderOutlet>> outletsNotIn(MetricsState other) {
    Set<Part<?>> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(other.outlets);
    List<Part<ReaderOutlet>> difference = new ArrayList<>(outlets);
    difference.removeIf(kept::contains);
    return difference;
  }

  /** Brings a generation that may have been in force with other settings up to this state. */
  void settle() {
    generation.follow(plans);
    configure();
  }

  /**
   * Ends streams that another state goes on without. Where it reports to the same receivers, these
   * would take cumulative values of both for restarts, and count all of its values once more.
   */
  void forsake(MetricsState goesOn) {
    for (int i = 0; i < outlets.size(); i++) {
      generation.forsake(i, goesOn.outlets.contains(outlets.get(i)));
    }
  }

  /** Sets which meters are enabled. */
  void configure() {
    if (!generation.isOff()) {
      SdkMeterProviderUtil.setMeterConfigurator(
          (SdkMeterProvider) generation.provider, configurator);
    }
  }
}

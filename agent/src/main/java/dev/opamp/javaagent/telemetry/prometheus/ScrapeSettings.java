package dev.opamp.javaagent.telemetry.prometheus;

import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReaderBuilder;
import io.opentelemetry.exporter.prometheus.TranslationStrategy;
import io.opentelemetry.sdk.common.internal.IncludeExcludePredicate;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How metrics look to Prometheus: the keys of {@code prometheus/development} but its address. */
public final class ScrapeSettings {

  private final Map<?, ?> document;
  private final TranslationStrategy strategy;

  private ScrapeSettings(Map<?, ?> document) {
    this.document = document;
    this.strategy = strategy(document.get("translation_strategy"));
    reader();
  }

  /**
   * Reads the keys.
   *
   * @throws IllegalArgumentException naming the key and the reason
   */
  public static ScrapeSettings of(Map<?, ?> document) {
    return new ScrapeSettings(document);
  }

  /** Returns what collects and translates; the library does both in what it calls a reader. */
  Supplier<MetricSnapshots> translated(Supplier<Collection<MetricData>> metrics) {
    PrometheusMetricReader reader = reader();
    reader.register(
        new CollectionRegistration() {
          @Override
          public Collection<MetricData> collectAllMetrics() {
            return metrics.get();
          }
        });
    return reader::collect;
  }

  /** Whether names follow the conventions that the first OpenMetrics insists on. */
  boolean hasSuffixes() {
    return strategy == TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES;
  }

  private PrometheusMetricReader reader() {
    PrometheusMetricReaderBuilder builder =
        PrometheusMetricReader.builder().setTranslationStrategy(strategy);
    Object scope = document.get("scope_info_enabled");
    if (scope instanceof Boolean) {
      builder.setOtelScopeLabelsEnabled((Boolean) scope);
    }
    Object target = document.get("target_info_enabled/development");
    if (target instanceof Boolean) {
      builder.setTargetInfoMetricEnabled((Boolean) target);
    }
    Object labels = document.get("resource_constant_labels");
    if (labels instanceof Map) {
      builder.setAllowedResourceAttributesFilter(
          IncludeExcludePredicate.createPatternMatching(
              patterns((Map<?, ?>) labels, "included"), patterns((Map<?, ?>) labels, "excluded")));
    }
    return builder.build();
  }

  private static @Nullable List<String> patterns(Map<?, ?> labels, String key) {
    Object listed = labels.get(key);
    if (!(listed instanceof List)) {
      return null;
    }
    if (((List<?>) listed).isEmpty()) {
      throw new IllegalArgumentException("resource_constant_labels: " + key + " must not be empty");
    }
    List<String> patterns = new ArrayList<>();
    ((List<?>) listed).forEach(pattern -> patterns.add(String.valueOf(pattern)));
    return patterns;
  }

  private static TranslationStrategy strategy(@Nullable Object text) {
    if (text == null) {
      return TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES;
    }
    String word = text.toString();
    for (TranslationStrategy strategy : TranslationStrategy.values()) {
      if (strategy.name().toLowerCase(Locale.ROOT).equals(word.replace("/development", ""))) {
        return strategy;
      }
    }
    throw new IllegalArgumentException("translation_strategy: " + word + " is not known");
  }
}

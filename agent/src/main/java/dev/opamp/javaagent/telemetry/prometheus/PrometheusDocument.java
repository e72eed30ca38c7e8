package dev.opamp.javaagent.telemetry.prometheus;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReaderBuilder;
import io.opentelemetry.exporter.prometheus.TranslationStrategy;
import io.opentelemetry.sdk.common.internal.IncludeExcludePredicate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code prometheus/development}, as the library's own provider reads it. */
public final class PrometheusDocument {

  /** The name in documents. */
  public static final String NAME = "prometheus/development";

  private static final String DEFAULT_HOST = "localhost";
  private static final int DEFAULT_PORT = 9464;

  private PrometheusDocument() {}

  /**
   * Builds a reader, and binds its socket unless one of the same address is in use.
   *
   * @throws IllegalArgumentException naming the key and the reason
   */
  public static PrometheusReader reader(
      DeclarativeConfigProperties document, ScrapeSockets sockets) {
    TranslationStrategy strategy = strategy(document.getString("translation_strategy"));
    PrometheusMetricReaderBuilder metrics =
        PrometheusMetricReader.builder().setTranslationStrategy(strategy);
    Boolean scope = document.getBoolean("scope_info_enabled");
    if (scope != null) {
      metrics.setOtelScopeLabelsEnabled(scope);
    }
    Boolean target = document.getBoolean("target_info_enabled/development");
    if (target != null) {
      metrics.setTargetInfoMetricEnabled(target);
    }
    addLabels(document.getStructured("resource_constant_labels"), metrics);
    return new PrometheusReader(
        metrics.build(),
        sockets,
        address(document),
        strategy == TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES);
  }

  private static ScrapeAddress address(DeclarativeConfigProperties document) {
    String host = document.getString("host");
    Integer port = document.getInt("port");
    return new ScrapeAddress(
        host == null ? DEFAULT_HOST : host, port == null ? DEFAULT_PORT : port);
  }

  private static TranslationStrategy strategy(@Nullable String text) {
    if (text == null) {
      return TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES;
    }
    for (TranslationStrategy strategy : TranslationStrategy.values()) {
      if (strategy.name().toLowerCase(Locale.ROOT).equals(text.replace("/development", ""))) {
        return strategy;
      }
    }
    throw new IllegalArgumentException("translation_strategy: " + text + " is not known");
  }

  private static void addLabels(
      @Nullable DeclarativeConfigProperties labels, PrometheusMetricReaderBuilder metrics) {
    if (labels != null) {
      metrics.setAllowedResourceAttributesFilter(
          IncludeExcludePredicate.createPatternMatching(
              patterns(labels, "included"), patterns(labels, "excluded")));
    }
  }

  private static @Nullable List<String> patterns(DeclarativeConfigProperties labels, String key) {
    List<String> patterns = labels.getScalarList(key, String.class);
    if (patterns != null && patterns.isEmpty()) {
      throw new IllegalArgumentException(
          "resource_constant_labels: " + key + " must not be empty");
    }
    return patterns;
  }
}

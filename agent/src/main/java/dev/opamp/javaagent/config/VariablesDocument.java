package dev.opamp.javaagent.config;

import static dev.opamp.javaagent.config.VariableReader.node;

import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the standard variables mean, written as a declarative configuration. */
final class VariablesDocument {

  private final VariableReader variables;

  VariablesDocument(VariableReader variables) {
    this.variables = variables;
  }

  Map<String, Object> tree() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("file_format", "1.0");
    root.put("disabled", variables.flag("OTEL_SDK_DISABLED"));
    putUnlessEmpty(root, "attribute_limits", attributeLimits("OTEL_"));
    putUnlessEmpty(root, "resource", resource());
    putUnlessEmpty(root, "propagator", propagator());
    root.put("tracer_provider", tracerProvider());
    root.put("meter_provider", meterProvider());
    root.put("logger_provider", loggerProvider());
    return root;
  }

  /**
   * The service name joins the attributes list, not the attributes: a remote configuration that
   * offers attributes replaces the latter whole, and must not rename the service by that.
   */
  private Map<String, Object> resource() {
    Map<String, Object> resource = new LinkedHashMap<>();
    String attributes = variables.textOr("OTEL_RESOURCE_ATTRIBUTES", "");
    String name = variables.text("OTEL_SERVICE_NAME");
    if (name != null) {
      List<String> kept = new ArrayList<>();
      for (String pair : attributes.split(",", -1)) {
        if (!pair.trim().isEmpty() && !pair.trim().startsWith("service.name=")) {
          kept.add(pair.trim());
        }
      }
      kept.add("service.name=" + encoded(name));
      attributes = String.join(",", kept);
    }
    if (!attributes.isEmpty()) {
      resource.put("attributes_list", attributes);
    }
    return resource;
  }

  private Map<String, Object> propagator() {
    List<Object> composite = new ArrayList<>();
    for (String name :
        variables.words(
            "OTEL_PROPAGATORS",
            "tracecontext,baggage",
            "tracecontext",
            "baggage",
            "b3",
            "b3multi",
            "none")) {
      if (name.equals("none")) {
        return Collections.emptyMap();
      }
      composite.add(node(name, null));
    }
    return composite.isEmpty() ? Collections.emptyMap() : node("composite", composite);
  }

  private Map<String, Object> tracerProvider() {
    Map<String, Object> provider = new LinkedHashMap<>();
    provider.put("processors", processors("traces", "OTEL_BSP_"));
    Map<String, Object> limits = attributeLimits("OTEL_SPAN_");
    variables.putNumber(limits, "event_count_limit", "OTEL_SPAN_EVENT_COUNT_LIMIT", 0);
    variables.putNumber(limits, "link_count_limit", "OTEL_SPAN_LINK_COUNT_LIMIT", 0);
    variables.putNumber(
        limits, "event_attribute_count_limit", "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", 0);
    variables.putNumber(limits, "link_attribute_count_limit", "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", 0);
    putUnlessEmpty(provider, "limits", limits);
    provider.put("sampler", new SamplerVariables(variables).sampler());
    return provider;
  }

  private Map<String, Object> loggerProvider() {
    Map<String, Object> provider = new LinkedHashMap<>();
    provider.put("processors", processors("logs", "OTEL_BLRP_"));
    putUnlessEmpty(provider, "limits", attributeLimits("OTEL_LOGRECORD_"));
    return provider;
  }

  private Map<String, Object> meterProvider() {
    Map<String, Object> provider = new LinkedHashMap<>();
    List<Object> readers = new ArrayList<>();
    for (Map<String, Object> exporter : exporters("metrics")) {
      Map<String, Object> periodic = new LinkedHashMap<>();
      variables.putMillis(periodic, "interval", "OTEL_METRIC_EXPORT_INTERVAL", 1);
      variables.putMillis(periodic, "timeout", "OTEL_METRIC_EXPORT_TIMEOUT", 0);
      periodic.put("exporter", exporter);
      readers.add(node("periodic", periodic));
    }
    provider.put("readers", readers);
    variables.putWord(
        provider,
        "exemplar_filter",
        "OTEL_METRICS_EXEMPLAR_FILTER",
        "always_on",
        "always_off",
        "trace_based");
    return provider;
  }

  private List<Object> processors(String signal, String prefix) {
    List<Object> processors = new ArrayList<>();
    for (Map<String, Object> exporter : exporters(signal)) {
      if (exporter.containsKey("console")) {
        processors.add(node("simple", node("exporter", exporter)));
        continue;
      }
      Map<String, Object> batch = new LinkedHashMap<>();
      variables.putMillis(batch, "schedule_delay", prefix + "SCHEDULE_DELAY", 0);
      variables.putMillis(batch, "export_timeout", prefix + "EXPORT_TIMEOUT", 0);
      variables.putNumber(batch, "max_queue_size", prefix + "MAX_QUEUE_SIZE", 1);
      variables.putNumber(batch, "max_export_batch_size", prefix + "MAX_EXPORT_BATCH_SIZE", 1);
      batch.put("exporter", exporter);
      processors.add(node("batch", batch));
    }
    return processors;
  }

  private List<Map<String, Object>> exporters(String signal) {
    String variable = "OTEL_" + signal.toUpperCase(Locale.ROOT) + "_EXPORTER";
    List<String> names = variables.words(variable, "otlp", "otlp", "console", "none");
    List<Map<String, Object>> exporters = new ArrayList<>();
    for (String name : names.contains("none") ? Collections.<String>emptyList() : names) {
      exporters.add(
          name.equals("otlp")
              ? new OtlpVariables(variables, signal).exporter()
              : node("console", null));
    }
    return exporters;
  }

  private Map<String, Object> attributeLimits(String prefix) {
    Map<String, Object> limits = new LinkedHashMap<>();
    variables.putNumber(
        limits, "attribute_value_length_limit", prefix + "ATTRIBUTE_VALUE_LENGTH_LIMIT", 0);
    variables.putNumber(limits, "attribute_count_limit", prefix + "ATTRIBUTE_COUNT_LIMIT", 0);
    return limits;
  }

  private static void putUnlessEmpty(
      Map<String, Object> into, String key, Map<String, Object> part) {
    if (!part.isEmpty()) {
      into.put(key, part);
    }
  }

  private static String encoded(String value) {
    try {
      return URLEncoder.encode(value, "UTF-8").replace("+", "%20");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}

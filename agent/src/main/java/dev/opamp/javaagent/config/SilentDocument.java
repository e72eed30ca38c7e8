package dev.opamp.javaagent.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document for an SDK that must not send anything. Nobody records anything in it, but metric
 * readers measure themselves and export that at the latest when they are closed; so every meter is
 * switched off. Samplers that ask a server at once are sent where nobody is.
 */
final class SilentDocument {

  private static final String METRICS = "meter_provider";
  private static final String TRACES = "tracer_provider";
  private static final String CONFIGURATOR = "meter_configurator/development";
  private static final String REMOTE = "jaeger_remote/development";

  private SilentDocument() {}

  /**
   * Returns the document with its meters off and its samplers alone. Documents that differ still
   * do: what they said of meters stays in it as a name that no meter has.
   */
  static Map<String, Object> of(Map<String, Object> tree) {
    Map<String, Object> silent = withoutMeters(tree);
    Object traces = tree.get(TRACES);
    if (traces == null) {
      return silent;
    }
    Map<String, Object> alone = new LinkedHashMap<>(silent);
    alone.put(TRACES, alone(traces));
    return alone;
  }

  private static @Nullable Object alone(@Nullable Object node) {
    if (node instanceof List) {
      List<Object> items = new ArrayList<>();
      Trees.list(node).forEach(item -> items.add(alone(item)));
      return items;
    }
    if (!(node instanceof Map)) {
      return node;
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    Trees.map(node)
        .forEach(
            (key, value) ->
                copy.put(key, key.equals(REMOTE) ? unheard(alone(value)) : alone(value)));
    return copy;
  }

  /** Returns a sampler whose server does not exist, another one for each that it had. */
  private static @Nullable Object unheard(@Nullable Object sampler) {
    if (!(sampler instanceof Map) || Trees.map(sampler).get("endpoint") == null) {
      return sampler;
    }
    Map<String, Object> copy = new LinkedHashMap<>(Trees.map(sampler));
    byte[] endpoint = String.valueOf(copy.get("endpoint")).getBytes(StandardCharsets.UTF_8);
    copy.put("endpoint", "http://" + UUID.nameUUIDFromBytes(endpoint) + ".sampler.invalid");
    return copy;
  }

  private static Map<String, Object> withoutMeters(Map<String, Object> tree) {
    Object section = tree.get(METRICS);
    if (!(section instanceof Map)) {
      return tree;
    }
    Map<String, Object> metrics = new LinkedHashMap<>(Trees.map(section));
    Object said = metrics.get(CONFIGURATOR);
    Map<String, Object> off = VariableReader.node("enabled", false);
    Map<String, Object> configurator = new LinkedHashMap<>();
    configurator.put("default_config", off);
    if (said != null) {
      Map<String, Object> mark = new LinkedHashMap<>();
      mark.put("name", String.valueOf(said).replaceAll("[*?]", "."));
      mark.put("config", off);
      configurator.put("meters", Collections.singletonList(mark));
    }
    metrics.put(CONFIGURATOR, configurator);
    Map<String, Object> silent = new LinkedHashMap<>(tree);
    silent.put(METRICS, metrics);
    return silent;
  }
}

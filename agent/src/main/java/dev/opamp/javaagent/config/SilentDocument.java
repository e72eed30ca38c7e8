package dev.opamp.javaagent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A document for an SDK that must not send anything. Nobody records anything in it, but metric
 * readers measure themselves and export that at the latest when they are closed; so every meter is
 * switched off.
 */
final class SilentDocument {

  private static final String METRICS = "meter_provider";
  private static final String CONFIGURATOR = "meter_configurator/development";

  private SilentDocument() {}

  /**
   * Returns the document with its meters off. Documents that differ still do: what they said of
   * meters stays in it as a name that no meter has.
   */
  static Map<String, Object> of(Map<String, Object> tree) {
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

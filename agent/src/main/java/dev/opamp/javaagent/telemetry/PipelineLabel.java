package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline is made of, for people: read from the sub-document it was built from. Of the
 * endpoint only host and port are told, as any other part of a URL may hold a secret.
 */
final class PipelineLabel {

  private final String name;
  private final Map<String, Object> attributes;

  private PipelineLabel(String name, Map<String, Object> attributes) {
    this.name = name;
    this.attributes = Collections.unmodifiableMap(attributes);
  }

  /**
   * Describes a pipeline.
   *
   * @param node a processor or a reader, with its exporter
   */
  static PipelineLabel of(DocumentNode node) {
    String processor = onlyKey(node);
    DocumentNode exporters = node.child(processor).child("exporter");
    String exporter = onlyKey(exporters);
    Map<String, Object> attributes = new LinkedHashMap<>();
    put(attributes, "processor", processor);
    put(attributes, "exporter", exporter);
    addAddress(attributes, exporters.child(exporter).child("endpoint").value());
    String name = exporter.isEmpty() ? processor : processor + "/" + exporter;
    return new PipelineLabel(name, attributes);
  }

  /** Returns its kind, for example {@code batch/otlp_http}. */
  String name() {
    return name;
  }

  Map<String, Object> attributes() {
    return attributes;
  }

  private static String onlyKey(DocumentNode node) {
    List<DocumentNode> children = node.children();
    Object value = node.value();
    return children.size() == 1 && value instanceof Map
        ? String.valueOf(((Map<?, ?>) value).keySet().iterator().next())
        : "";
  }

  private static void put(Map<String, Object> attributes, String key, String value) {
    if (!value.isEmpty()) {
      attributes.put(key, value);
    }
  }

  private static void addAddress(Map<String, Object> attributes, @Nullable Object endpoint) {
    try {
      URI uri = URI.create(Objects.toString(endpoint, ""));
      if (uri.getHost() != null) {
        attributes.put("server.address", uri.getHost());
      }
      if (uri.getPort() >= 0) {
        attributes.put("server.port", (long) uri.getPort());
      }
    } catch (IllegalArgumentException e) {
      // Not even a URL; whoever uses it will say so.
      return;
    }
  }
}

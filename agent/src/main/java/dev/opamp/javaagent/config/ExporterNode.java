package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of a document through which the JVM reaches outside: an exporter, reader or sampler. */
final class ExporterNode {

  private static final Set<String> OTLP =
      Collections.unmodifiableSet(new HashSet<>(Arrays.asList("otlp_http", "otlp_grpc")));
  private static final Set<String> LOCAL =
      Collections.unmodifiableSet(new HashSet<>(Arrays.asList("otlp_file/development", "console")));
  private static final String JAEGER = "jaeger_remote/development";
  private static final String PULL = "pull";

  private final String kind;
  private final String path;
  private final Map<String, Object> settings;

  ExporterNode(String kind, String path, Map<String, Object> settings) {
    this.kind = kind;
    this.path = path;
    this.settings = settings;
  }

  /** Whether a key names an exporter that named connections can be laid over. */
  static boolean isOtlp(String key) {
    return OTLP.contains(key);
  }

  /** Finds all of them in a checked tree, wherever they stand. */
  static List<ExporterNode> allIn(Map<String, Object> tree) {
    List<ExporterNode> found = new ArrayList<>();
    Trees.walk(
        tree,
        "",
        (path, node) -> {
          if (node instanceof Map) {
            Trees.map(node).forEach((key, child) -> add(key, child, path, found));
          }
        });
    return found;
  }

  private static void add(
      String key, @Nullable Object child, String parent, List<ExporterNode> found) {
    if (OTLP.contains(key) || LOCAL.contains(key) || key.equals(JAEGER) || key.equals(PULL)) {
      Map<String, Object> settings =
          child instanceof Map ? Trees.map(child) : Collections.emptyMap();
      found.add(new ExporterNode(key, ConfigDocument.child(parent, key), settings));
    }
  }

  String path() {
    return path;
  }

  String kind() {
    return kind;
  }

  /** Whether it writes to a file or to the host's own output. */
  boolean isLocal() {
    return LOCAL.contains(kind);
  }

  /** Whether it opens a listening socket. */
  boolean listens() {
    return kind.equals(PULL);
  }

  /** What of the host it takes for itself: an output, a file or an address; else its kind. */
  String place() {
    if (listens()) {
      Map<String, Object> exporter = Trees.mapAt(settings, "exporter");
      Map<String, Object> prometheus = Trees.mapAt(exporter, "prometheus/development");
      return kind
          + " "
          + withDefault(prometheus.get("host"), "localhost")
          + ":"
          + withDefault(prometheus.get("port"), 9464);
    }
    return kind + " " + withDefault(settings.get("output_stream"), "stdout");
  }

  private static Object withDefault(@Nullable Object value, Object byDefault) {
    return value == null ? byDefault : value;
  }

  /** Where it connects to, the default included; null when it does not connect to anything. */
  @Nullable String endpoint() {
    if (!OTLP.contains(kind) && !kind.equals(JAEGER)) {
      return null;
    }
    Object endpoint = settings.get("endpoint");
    if (endpoint instanceof String) {
      return (String) endpoint;
    }
    return kind.equals("otlp_http") ? "http://localhost:4318" : "http://localhost:4317";
  }

  /** Whether it goes where a named connection goes, which was checked when it was offered. */
  boolean usesNamedConnection() {
    return OTLP.contains(kind) && ConnectionUrl.is(settings.get("endpoint"));
  }

  boolean isInsecure() {
    return Boolean.TRUE.equals(Trees.mapAt(settings, "tls").get("insecure"));
  }

  /** Files it would read, by the name of the property. */
  Map<String, Object> tlsFiles() {
    return Trees.mapAt(settings, "tls");
  }
}

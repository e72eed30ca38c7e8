package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays named connections over the OTLP exporters of a document: those an exporter refers to with
 * {@code endpoint: opamp://NAME}, or else those that are named after its signal.
 */
final class ConnectionResolver {

  private final CredentialFiles files = new CredentialFiles();

  /**
   * Resolves a checked document.
   *
   * @param mayMiss whether a reference to a connection that nobody has offered is left as it is
   * @throws ConfigRejectedException with every exporter that cannot use its connection
   */
  SdkDocument resolve(Map<String, Object> tree, OtherConnections connections, boolean mayMiss)
      throws ConfigRejectedException {
    Resolution resolution = new Resolution(connections, mayMiss);
    Map<String, Object> resolved = new LinkedHashMap<>(tree);
    for (Pipelines each : Pipelines.values()) {
      Object section = tree.get(each.section);
      if (section instanceof Map) {
        resolved.put(each.section, resolution.section(Trees.map(section), each));
      }
    }
    if (!resolution.problems.isEmpty()) {
      throw new ConfigRejectedException(resolution.problems);
    }
    return SdkDocument.of(resolved, resolution.byPart);
  }

  /** Where the exporters of a signal stand. */
  private enum Pipelines {
    TRACES("tracer_provider", "processors", "traces"),
    METRICS("meter_provider", "readers", "metrics"),
    LOGS("logger_provider", "processors", "logs");

    private final String section;
    private final String list;
    private final String signal;

    Pipelines(String section, String list, String signal) {
      this.section = section;
      this.list = list;
      this.signal = signal;
    }
  }

  /** The work on one document. */
  private final class Resolution {
    private final OtherConnections connections;
    private final boolean mayMiss;
    private final Map<String, ExporterConnection> byPart = new LinkedHashMap<>();
    private final List<ConfigProblem> problems = new ArrayList<>();

    Resolution(OtherConnections connections, boolean mayMiss) {
      this.connections = connections;
      this.mayMiss = mayMiss;
    }

    private Map<String, Object> section(Map<String, Object> section, Pipelines pipelines) {
      Object parts = section.get(pipelines.list);
      if (!(parts instanceof List)) {
        return section;
      }
      String at = ConfigDocument.child(pipelines.section, pipelines.list);
      List<Object> resolved = new ArrayList<>();
      for (Object part : Trees.list(parts)) {
        String path = ConfigDocument.item(at, resolved.size());
        resolved.add(node(part, path, path, pipelines.signal));
      }
      Map<String, Object> copy = new LinkedHashMap<>(section);
      copy.put(pipelines.list, resolved);
      return copy;
    }

    /** Exporters stand at different depths below the parts they belong to. */
    private @Nullable Object node(@Nullable Object node, String path, String part, String signal) {
      if (!(node instanceof Map)) {
        return node;
      }
      Map<String, Object> copy = new LinkedHashMap<>();
      Trees.map(node)
          .forEach(
              (key, child) -> {
                String at = ConfigDocument.child(path, key);
                copy.put(
                    key,
                    ExporterNode.isOtlp(key)
                        ? exporter(key, child, at, part, signal)
                        : node(child, at, part, signal));
              });
      return copy;
    }

    private @Nullable Object exporter(
        String kind, @Nullable Object node, String path, String part, String signal) {
      Map<String, Object> settings =
          node instanceof Map ? Trees.map(node) : Collections.<String, Object>emptyMap();
      ConnectedExporter exporter = new ConnectedExporter(kind, path, settings);
      Object endpoint = settings.get("endpoint");
      if (ConnectionUrl.is(endpoint)) {
        refer(exporter, kind, path, String.valueOf(endpoint));
      } else {
        override(exporter, "otlp", signal);
        override(exporter, "otlp/" + signal, signal);
      }
      if (exporter.hasProxy() && !kind.equals("otlp_http")) {
        problem(path, "cannot use the proxy of its connection: only otlp_http can");
      }
      ExporterConnection connection = exporter.connection(files);
      if (!connection.equals(ExporterConnection.NONE)) {
        byPart.put(part, connection);
      }
      return exporter.settings() == settings ? node : exporter.settings();
    }

    private void override(ConnectedExporter exporter, String name, String signal) {
      OtherConnection connection = connections.get(name);
      if (connection != null) {
        exporter.override(connection, "/v1/" + signal);
      }
    }

    private void refer(ConnectedExporter exporter, String kind, String path, String endpoint) {
      ConnectionUrl url = ConnectionUrl.parse(endpoint);
      OtherConnection connection = url == null ? null : connections.get(url.name());
      String at = ConfigDocument.child(path, "endpoint");
      if (url == null) {
        problem(at, "is not of the form opamp://NAME/path");
      } else if (connection == null || connection.endpoint() == null) {
        if (!mayMiss) {
          problem(
              at,
              "refers to the connection "
                  + url.name()
                  + (connection == null
                      ? ", which the server has not offered"
                      : ", which has no destination_endpoint"));
        }
      } else {
        boolean append = kind.equals("otlp_http") && !url.path().isEmpty();
        String destination = connection.endpoint();
        exporter.refer(
            connection, append ? ConnectionUrl.append(destination, url.path()) : destination);
      }
    }

    private void problem(String path, String message) {
      problems.add(new ConfigProblem(path, 0, message));
    }
  }
}

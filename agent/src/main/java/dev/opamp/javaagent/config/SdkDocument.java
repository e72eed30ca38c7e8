package dev.opamp.javaagent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything an SDK is to do: a configuration document, and beside it what a document cannot say
 * about the connections of its exporters. Immutable, compared by value.
 */
public final class SdkDocument {

  private final Map<String, Object> tree;
  private final Map<String, ExporterConnection> connections;

  private SdkDocument(Map<String, Object> tree, Map<String, ExporterConnection> connections) {
    this.tree = tree;
    this.connections = connections;
  }

  /** A document that says it all. */
  public static SdkDocument of(Map<String, Object> tree) {
    return of(tree, Collections.emptyMap());
  }

  /**
   * A document and the connections of its exporters.
   *
   * @param connections by the path of the processor or the reader that holds the exporter, for
   *     example {@code tracer_provider.processors[0]}
   */
  public static SdkDocument of(
      Map<String, Object> tree, Map<String, ExporterConnection> connections) {
    return new SdkDocument(
        Trees.copy(tree), Collections.unmodifiableMap(new LinkedHashMap<>(connections)));
  }

  /**
   * The whole effective document: a tree of {@code LinkedHashMap<String, Object>}, {@code
   * List<Object>}, String, Long, Double, Boolean and null, with environment references already
   * substituted. It cannot be changed.
   */
  public Map<String, Object> tree() {
    return tree;
  }

  /** By the path of the processor or the reader; most have none. */
  public Map<String, ExporterConnection> connections() {
    return connections;
  }

  boolean followsFiles() {
    return connections.values().stream().anyMatch(ExporterConnection::followsFiles);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SdkDocument
        && tree.equals(((SdkDocument) other).tree)
        && connections.equals(((SdkDocument) other).connections);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }
}

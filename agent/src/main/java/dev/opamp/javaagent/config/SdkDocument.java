package dev.opamp.javaagent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything an SDK is to do: a configuration document, beside it what a document cannot say about
 * the connections of its exporters, and which part of it was asked for by an offer. Immutable,
 * compared by value.
 */
public final class SdkDocument {

  private final Map<String, Object> tree;
  private final Map<String, ExporterConnection> connections;
  private final Map<String, Object> asked;

  private SdkDocument(
      Map<String, Object> tree,
      Map<String, ExporterConnection> connections,
      Map<String, Object> asked) {
    this.tree = tree;
    this.connections = connections;
    this.asked = asked;
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
        Trees.copy(tree),
        Collections.unmodifiableMap(new LinkedHashMap<>(connections)),
        Collections.emptyMap());
  }

  /**
   * Returns the same document, known to contain an offer.
   *
   * @param offered the keys that the offer names; their values count in the document only
   */
  SdkDocument asking(Map<String, Object> offered) {
    return new SdkDocument(tree, connections, project(tree, offered));
  }

  /** A key that the document does not have any more was offered without a value. */
  private static Map<String, Object> project(Map<String, Object> tree, Map<String, Object> mask) {
    Map<String, Object> part = new LinkedHashMap<>();
    mask.forEach(
        (key, named) -> {
          Object value = tree.get(key);
          part.put(
              key,
              value instanceof Map && named instanceof Map
                  ? project(Trees.map(value), Trees.map(named))
                  : value);
        });
    return Collections.unmodifiableMap(part);
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

  /**
   * The part of the document that an offer asked for, empty without one: all that an SDK which the
   * application configured has to do with it. A key whose value is null was taken out by the offer.
   */
  public Map<String, Object> asked() {
    return asked;
  }

  boolean followsFiles() {
    return connections.values().stream().anyMatch(ExporterConnection::followsFiles);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SdkDocument
        && tree.equals(((SdkDocument) other).tree)
        && asked.equals(((SdkDocument) other).asked)
        && connections.equals(((SdkDocument) other).connections);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }
}

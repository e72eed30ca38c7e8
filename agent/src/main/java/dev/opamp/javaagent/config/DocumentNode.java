package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A place in a configuration document: a value, possibly absent, and the path that leads to it. */
public final class DocumentNode {

  private final String path;
  private final @Nullable Object value;
  private final Map<String, ExporterConnection> connections;

  private DocumentNode(
      String path, @Nullable Object value, Map<String, ExporterConnection> connections) {
    this.path = path;
    this.value = value;
    this.connections = connections;
  }

  /** Returns the root. */
  public static DocumentNode of(SdkDocument document) {
    return new DocumentNode("", document.tree(), document.connections());
  }

  /** Returns the root of what an offer asked for. */
  public static DocumentNode ofAsked(SdkDocument document) {
    return new DocumentNode("", document.asked(), document.connections());
  }

  /** Returns the same place with something else there. */
  public DocumentNode with(@Nullable Object other) {
    return at(path, other);
  }

  private DocumentNode at(String place, @Nullable Object there) {
    return new DocumentNode(place, there, connections);
  }

  /** Returns the same place as if nothing were there. */
  public DocumentNode without() {
    return at(path, null);
  }

  public String path() {
    return path;
  }

  public @Nullable Object value() {
    return value;
  }

  /** What the document does not say about the exporter of this part. */
  public ExporterConnection connection() {
    return connections.getOrDefault(path, ExporterConnection.NONE);
  }

  /** The connections of all parts of the document, by their paths. */
  public Map<String, ExporterConnection> connections() {
    return connections;
  }

  /** The connections of the parts below this place, by their paths. */
  public Map<String, ExporterConnection> connectionsBelow() {
    Map<String, ExporterConnection> below = new LinkedHashMap<>(connections);
    below.keySet().removeIf(part -> !part.startsWith(path + "."));
    return below;
  }

  /** A key without a value asks for nothing, as an absent one. */
  public boolean isPresent() {
    return value != null;
  }

  public DocumentNode child(String key) {
    Object child = value instanceof Map ? ((Map<?, ?>) value).get(key) : null;
    return at(path.isEmpty() ? key : path + "." + key, child);
  }

  public boolean hasKey(String key) {
    return value instanceof Map && ((Map<?, ?>) value).containsKey(key);
  }

  /** Returns one node for each key of a map; none for anything else. */
  public List<DocumentNode> children() {
    List<DocumentNode> children = new ArrayList<>();
    if (value instanceof Map) {
      ((Map<?, ?>) value).keySet().forEach(key -> children.add(child(String.valueOf(key))));
    }
    return children;
  }

  /** Returns one node for each item of a list; none for anything else. */
  public List<DocumentNode> items() {
    List<DocumentNode> items = new ArrayList<>();
    if (value instanceof List) {
      for (Object item : (List<?>) value) {
        items.add(at(path + "[" + items.size() + "]", item));
      }
    }
    return items;
  }

  /** Returns the map at this place, empty when absent. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> map() throws ConfigRejectedException {
    if (value == null) {
      return Collections.emptyMap();
    }
    if (!(value instanceof Map)) {
      throw new ConfigRejectedException(new ConfigProblem(path, 0, "is not a map"));
    }
    return (Map<String, Object>) value;
  }

  /** Returns the entries of the map at this place that have one of the keys. */
  public Map<String, Object> only(String... keys) throws ConfigRejectedException {
    Map<String, Object> all = map();
    Map<String, Object> some = new LinkedHashMap<>();
    for (String key : keys) {
      if (all.containsKey(key)) {
        some.put(key, all.get(key));
      }
    }
    return some;
  }

  public boolean sameValue(@Nullable Object other) {
    return Objects.equals(value, other);
  }

  @Override
  public String toString() {
    return path;
  }
}

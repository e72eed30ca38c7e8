package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.ExporterConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that was built from a place of a document, to stand where the application's own stood.
 *
 * @param <T> what it is to the SDK
 */
final class Piece<T> {

  private final T value;
  private final @Nullable Object source;
  private final Map<String, ExporterConnection> connections;
  private final Closing closing;

  Piece(T value, DocumentNode place, Closing closing) {
    this.value = value;
    this.source = place.value();
    this.connections = connections(place);
    this.closing = closing;
  }

  private static Map<String, ExporterConnection> connections(DocumentNode place) {
    Map<String, ExporterConnection> below = new LinkedHashMap<>(place.connections());
    below.keySet().removeIf(path -> !path.startsWith(place.path()));
    return below;
  }

  T value() {
    return value;
  }

  /** What it was built from. */
  @Nullable Object source() {
    return source;
  }

  boolean isFrom(DocumentNode place) {
    return place.sameValue(source) && connections(place).equals(connections);
  }

  Closing closing() {
    return closing;
  }
}

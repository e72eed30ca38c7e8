package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.DestinationOffer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The named connections that the server has offered (spec: other_connections). Immutable. */
public final class OtherConnections {

  /** No connection at all. */
  public static final OtherConnections NONE = new OtherConnections(Collections.emptyMap());

  private final Map<String, OtherConnection> byName;

  private OtherConnections(Map<String, OtherConnection> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  /** Returns these connections with an offer applied; names it leaves out stay as they are. */
  public OtherConnections with(Map<String, DestinationOffer> offer) {
    Map<String, OtherConnection> next = new TreeMap<>(byName);
    offer.forEach(
        (name, part) ->
            next.put(name, next.getOrDefault(name, OtherConnection.UNKNOWN).with(part)));
    return new OtherConnections(next);
  }

  public Map<String, OtherConnection> byName() {
    return byName;
  }

  @Nullable OtherConnection get(String name) {
    return byName.get(name);
  }
}

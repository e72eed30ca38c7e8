package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.DestinationOffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections under every name that a document refers to, for looking at it where no server can
 * offer them. Two names never stand for the same destination.
 */
final class StandInConnections {

  private static final String NOWHERE = ".connection.invalid";

  private StandInConnections() {}

  static OtherConnections of(Map<String, Object> tree) {
    Map<String, DestinationOffer> offers = new HashMap<>();
    for (ExporterNode exporter : ExporterNode.allIn(tree)) {
      ConnectionUrl url =
          exporter.usesNamedConnection()
              ? ConnectionUrl.parse(String.valueOf(exporter.endpoint()))
              : null;
      if (url != null) {
        String endpoint = "http://" + label(url.name()) + NOWHERE;
        offers.put(url.name(), DestinationOffer.builder().endpoint(endpoint).build());
      }
    }
    return OtherConnections.NONE.with(offers);
  }

  /** Names may hold characters that host names may not, so all but a few are written as numbers. */
  private static String label(String name) {
    StringBuilder label = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c < 'x') || (c >= '0' && c <= '9');
      label.append(plain ? String.valueOf(c) : "x" + Integer.toHexString(c));
    }
    return label.toString();
  }
}

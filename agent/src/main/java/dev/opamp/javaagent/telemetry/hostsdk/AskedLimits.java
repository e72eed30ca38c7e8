package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.DocumentNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an offer says of the limits of a signal, by itself and by the limits of all signals. */
final class AskedLimits {

  private AskedLimits() {}

  /** Returns the place with both together, or null when neither is asked for. */
  static @Nullable DocumentNode of(DocumentNode section, DocumentNode root) {
    DocumentNode own = section.child("limits");
    DocumentNode general = root.child("attribute_limits");
    if (!section.hasKey("limits") && !general.isPresent()) {
      return null;
    }
    if (!general.isPresent()) {
      return own;
    }
    Map<String, Object> both = new LinkedHashMap<>();
    put(general, both);
    put(own, both);
    return own.with(both);
  }

  private static void put(DocumentNode limits, Map<String, Object> into) {
    for (DocumentNode limit : limits.children()) {
      Object value = limit.value();
      if (value != null) {
        into.put(limit.path().substring(limits.path().length() + 1), value);
      }
    }
  }
}

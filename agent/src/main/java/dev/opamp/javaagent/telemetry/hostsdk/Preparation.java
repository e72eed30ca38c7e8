package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prepares the slots of one section, and collects changes and refusals on the way. */
final class Preparation {

  private final DocumentNode section;
  private final boolean anew;
  private final List<PreparedChange> changes;
  private final Refusal refusal;

  Preparation(DocumentNode section, boolean anew, List<PreparedChange> changes, Refusal refusal) {
    this.section = section;
    this.anew = anew;
    this.changes = changes;
    this.refusal = refusal;
  }

  /**
   * Prepares the slot of a key.
   *
   * @param slot null when this SDK has none
   * @param without why it has none
   */
  void key(String key, @Nullable Slot<?> slot, String without) {
    at(section.hasKey(key) ? section.child(key) : null, slot, without);
  }

  /**
   * Prepares the slot of a list of pipelines; where there are none anyway, none can be asked for.
   */
  void pipelines(String key, boolean off, @Nullable Slot<?> slot, String without) {
    DocumentNode list = section.child(key);
    List<?> none = Collections.emptyList();
    DocumentNode wanted = off ? list.with(none) : section.hasKey(key) ? list : null;
    if (slot != null || wanted == null || !wanted.sameValue(none)) {
      at(wanted, slot, without);
    }
  }

  /** Prepares a slot for a place, null for what the application built. */
  void at(@Nullable DocumentNode place, @Nullable Slot<?> slot, String without) {
    if (slot == null) {
      if (place != null) {
        refusal.add(place, without);
      }
      return;
    }
    if (place != null && !place.isPresent()) {
      refusal.add(place, "has no value, and the application's SDK cannot do without one");
      return;
    }
    try {
      changes.add(slot.prepare(place, anew));
    } catch (ConfigRejectedException e) {
      refusal.addAll(e.problems());
    }
  }
}

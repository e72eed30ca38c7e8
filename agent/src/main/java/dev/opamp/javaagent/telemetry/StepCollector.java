package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.SwapKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects where a change departs from what is in force. A place is named once: the first way. */
final class StepCollector {

  private final Map<String, ChangeStep> steps = new LinkedHashMap<>();

  /** Names a place. */
  StepCollector add(String path, SwapKind kind) {
    steps.putIfAbsent(path, new ChangeStep(path, kind));
    return this;
  }

  /**
   * Names a place if something else is there; a key without a value is as good as an absent one.
   */
  StepCollector compare(DocumentNode before, DocumentNode after, SwapKind kind) {
    return after.sameValue(before.value()) ? this : add(after.path(), kind);
  }

  /** Names the place of a single part if it is another one. */
  StepCollector part(
      DocumentNode place,
      List<? extends Part<?>> before,
      List<? extends Part<?>> after,
      SwapKind kind) {
    return before.equals(after) ? this : add(place.path(), kind);
  }

  /**
   * Names the items of a list whose parts are built anew or gone, each of them, or the list itself
   * if only the order is another one.
   *
   * @param list the place of the list, whose items have one part each
   */
  StepCollector parts(
      DocumentNode list, List<? extends Part<?>> before, List<? extends Part<?>> after) {
    int named = steps.size();
    addMissing(list, after, before);
    addMissing(list, before, after);
    if (named == steps.size() && !before.equals(after)) {
      add(list.path(), SwapKind.PARAMETER);
    }
    return this;
  }

  /** Parts have the equality of objects. */
  private void addMissing(
      DocumentNode list, List<? extends Part<?>> all, List<? extends Part<?>> without) {
    for (int i = 0; i < all.size(); i++) {
      if (!without.contains(all.get(i))) {
        add(list.path() + "[" + i + "]", SwapKind.PART);
      }
    }
  }

  List<ChangeStep> steps() {
    return new ArrayList<>(steps.values());
  }
}

package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.DocumentNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order in which a document names its places. */
final class DocumentOrder {

  private final Map<String, Integer> positions = new HashMap<>();

  DocumentOrder(DocumentNode root) {
    visit(root);
  }

  private void visit(DocumentNode node) {
    positions.put(node.path(), positions.size());
    node.children().forEach(this::visit);
    node.items().forEach(this::visit);
  }

  /** Sorts steps; what the document no longer has comes after all it has at the same level. */
  List<ChangeStep> sorted(List<ChangeStep> steps) {
    List<ChangeStep> sorted = new ArrayList<>(steps);
    sorted.sort(Comparator.comparingInt(step -> position(step.path())));
    return sorted;
  }

  private int position(String path) {
    Integer known = positions.get(path);
    if (known != null) {
      return known;
    }
    int parent = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return parent < 0 ? Integer.MAX_VALUE : lastBelow(path.substring(0, parent));
  }

  private int lastBelow(String parent) {
    int last = position(parent);
    for (Map.Entry<String, Integer> place : positions.entrySet()) {
      boolean below =
          place.getKey().startsWith(parent + ".") || place.getKey().startsWith(parent + "[");
      last = below ? Math.max(last, place.getValue()) : last;
    }
    return last;
  }
}

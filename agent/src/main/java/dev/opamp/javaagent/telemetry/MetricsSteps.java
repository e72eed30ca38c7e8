package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.SwapKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says how each place of the metrics section is changed. */
final class MetricsSteps {

  private final MetricsState before;
  private final MetricsState after;
  private final DocumentNode old;
  private final List<ChangeStep> steps = new ArrayList<>();

  private MetricsSteps(MetricsState before, MetricsState after, DocumentNode old) {
    this.before = before;
    this.after = after;
    this.old = old;
  }

  /**
   * Compares two states.
   *
   * @param section the place of the section, with what is to be there
   */
  static List<ChangeStep> between(MetricsState before, MetricsState after, DocumentNode section) {
    DocumentNode old =
        before.generation.isOff() ? section.without() : section.with(before.document);
    if (before.generation.isOff() && after.generation.isOff()) {
      return Collections.emptyList();
    }
    if (before.generation.isOff() || after.generation.isOff()) {
      return Collections.singletonList(new ChangeStep(section.path(), SwapKind.GENERATION));
    }
    MetricsSteps comparison = new MetricsSteps(before, after, old);
    comparison.section(section);
    return Collections.unmodifiableList(comparison.steps);
  }

  private void section(DocumentNode section) {
    for (String key : keys(section, old)) {
      DocumentNode node = section.child(key);
      if (key.equals("readers")) {
        readers(node);
      } else if (!node.sameValue(old.child(key).value())) {
        boolean live = key.equals(MeterProviderAssembly.CONFIGURATOR);
        add(node, live ? SwapKind.PARAMETER : SwapKind.GENERATION);
      }
    }
  }

  private void readers(DocumentNode readers) {
    List<DocumentNode> now = readers.items();
    List<DocumentNode> was = old.child("readers").items();
    if (now.size() != was.size()) {
      add(readers, SwapKind.GENERATION);
      return;
    }
    for (int i = 0; i < now.size(); i++) {
      reader(now.get(i), was.get(i), i);
    }
  }

  private void reader(DocumentNode now, DocumentNode was, int index) {
    String kind = keys(now, now.without()).stream().findFirst().orElse("");
    if (!was.hasKey(kind)) {
      add(now, SwapKind.GENERATION);
      return;
    }
    boolean follows = before.plans.get(index).fixed().equals(after.plans.get(index).fixed());
    boolean sameOutlet = before.outlets.get(index) == after.outlets.get(index);
    for (String key : keys(now.child(kind), was.child(kind))) {
      DocumentNode node = now.child(kind).child(key);
      if (key.equals("exporter") && !sameOutlet) {
        add(node, follows ? SwapKind.PART : SwapKind.GENERATION);
      } else if (!node.sameValue(was.child(kind).child(key).value())) {
        add(node, isFixed(key) ? SwapKind.GENERATION : SwapKind.PARAMETER);
      }
    }
  }

  private static boolean isFixed(String key) {
    return key.equals("cardinality_limits") || key.equals("producers");
  }

  private void add(DocumentNode node, SwapKind kind) {
    steps.add(new ChangeStep(node.path(), kind));
  }

  private static Set<String> keys(DocumentNode one, DocumentNode other) {
    Set<String> keys = new LinkedHashSet<>();
    for (DocumentNode node : new DocumentNode[] {one, other}) {
      if (node.value() instanceof Map) {
        ((Map<?, ?>) node.value()).keySet().forEach(key -> keys.add(String.valueOf(key)));
      }
    }
    return keys;
  }
}

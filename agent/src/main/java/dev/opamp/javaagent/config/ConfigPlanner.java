package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Offer to {@link ConfigPlan}: schema check, overlay, restrictions; in part when that is allowed.
 */
final class ConfigPlanner {

  private final StartupDocument startup;
  private final Schema schema;
  private final Overlay overlay;
  private final Restrictions restrictions;

  ConfigPlanner(
      StartupDocument startup, Schema schema, Overlay overlay, Restrictions restrictions) {
    this.startup = startup;
    this.schema = schema;
    this.overlay = overlay;
    this.restrictions = restrictions;
  }

  /** Returns the plan for a whole offer, or every reason why there is none. */
  ConfigPlan plan(ConfigDocument offer) throws ConfigRejectedException {
    CheckedDocument checked = SchemaCheck.check(schema, offer, false);
    List<ConfigProblem> problems = checked.all();
    problems.addAll(restrictions.check(checked.document));
    Map<String, Object> effective = overlay.apply(startup.root(), checked.document.root());
    if (problems.isEmpty()) {
      problems.addAll(SchemaCheck.check(schema, checked.document.withRoot(effective), true).all());
    }
    if (!problems.isEmpty()) {
      throw new ConfigRejectedException(problems);
    }
    return new ConfigPlan(startup, checked.document, effective, Collections.emptyList());
  }

  /**
   * Returns the plan for what is left of an offer without the keys that are in the way.
   *
   * @param before what was left out before
   * @param found problems in the document, from here or from a target
   * @throws ConfigRejectedException with all of them when nothing is left
   */
  ConfigPlan planInPart(
      ConfigDocument document, List<ConfigProblem> before, List<ConfigProblem> found)
      throws ConfigRejectedException {
    List<ConfigProblem> leftOut = new ArrayList<>(before);
    leftOut.addAll(found);
    List<ConfigProblem> problems = found;
    ConfigDocument rest = document;
    while (true) {
      ConfigDocument next = Pruning.without(rest, problems);
      if (next.root().isEmpty() || next.root().equals(rest.root())) {
        throw new ConfigRejectedException(leftOut);
      }
      rest = next;
      try {
        ConfigPlan plan = plan(rest);
        return new ConfigPlan(startup, plan.offer(), plan.effective(), leftOut);
      } catch (ConfigRejectedException e) {
        problems = e.problems();
        leftOut.addAll(problems);
      }
    }
  }
}

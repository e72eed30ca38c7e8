package dev.opamp.javaagent.config;

import dev.opamp.javaagent.config.compat.CompatibilityKeys;
import dev.opamp.javaagent.config.compat.Translation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Offer to {@link ConfigPlan}: schema check, overlay, restrictions, connections; in part when that
 * is allowed. Used on the apply thread only.
 */
final class ConfigPlanner {

  private final Schema schema;
  private final Overlay overlay;
  private final ConnectionResolver resolver;

  /** Other threads may ask what is allowed. */
  private volatile StartupGeneration generation;

  private OtherConnections connections = OtherConnections.NONE;

  ConfigPlanner(StartupGeneration generation, Schema schema, Overlay overlay) {
    this(generation, schema, overlay, new ConnectionResolver());
  }

  private ConfigPlanner(
      StartupGeneration generation, Schema schema, Overlay overlay, ConnectionResolver resolver) {
    this.generation = generation;
    this.schema = schema;
    this.overlay = overlay;
    this.resolver = resolver;
  }

  /** Returns a planner over another start-up document, with the connections of this one. */
  ConfigPlanner over(StartupGeneration next) {
    ConfigPlanner planner = new ConfigPlanner(next, schema, overlay, resolver);
    planner.use(connections);
    return planner;
  }

  /** From now on plans lie over this start-up document. */
  void use(StartupGeneration next) {
    generation = next;
  }

  /** What offers may do now. Thread-safe. */
  Restrictions restrictions() {
    return generation.restrictions();
  }

  private StartupDocument document() {
    return generation.document();
  }

  /** Returns the plan for a whole offer, or every reason why there is none. */
  ConfigPlan plan(ConfigDocument whole) throws ConfigRejectedException {
    OwnDistribution own = OwnDistribution.of(whole);
    if (!own.problems().isEmpty()) {
      throw new ConfigRejectedException(own.problems());
    }
    return own.configEnabled() ? planned(own.rest()) : startup(connections).offeredBy(whole);
  }

  private ConfigPlan planned(ConfigDocument offer) throws ConfigRejectedException {
    CheckedDocument checked = SchemaCheck.check(schema, offer, false);
    List<ConfigProblem> problems = checked.all();
    problems.addAll(restrictions().check(checked.document));
    Map<String, Object> declared = overlay.apply(document().root(), checked.document.root());
    Translation keys = CompatibilityKeys.translate(offer.keys(), declared);
    keys.problems().forEach(key -> problems.add(offer.problem(key.path(), key.reason())));
    Map<String, Object> effective =
        keys.tree().isEmpty() ? declared : overlay.apply(declared, keys.tree());
    if (problems.isEmpty()) {
      problems.addAll(SchemaCheck.check(schema, checked.document.withRoot(effective), true).all());
    }
    if (!problems.isEmpty()) {
      throw new ConfigRejectedException(problems);
    }
    return new ConfigPlan(
        document(),
        checked.document,
        overlay.combine(checked.document.root(), keys.tree()),
        effective,
        resolve(effective, checked.document),
        tuning(checked.document, keys),
        Collections.emptyList());
  }

  private AgentTuning tuning(ConfigDocument offer, Translation keys) {
    return new AgentTuning(
        keys.logLevel().isEmpty() ? logLevel(offer.root()) : keys.logLevel(), keys.pollInterval());
  }

  /** A key without a value takes back what the start-up document says, as everywhere else. */
  private String logLevel(Map<String, Object> offer) {
    if (!offer.containsKey("log_level")) {
      return generation.tuning().logLevel();
    }
    Object declared = offer.get("log_level");
    return declared == null ? "" : declared.toString();
  }

  private SdkDocument resolve(Map<String, Object> effective, ConfigDocument offer)
      throws ConfigRejectedException {
    try {
      return resolver.resolve(effective, connections, false);
    } catch (ConfigRejectedException e) {
      List<ConfigProblem> located = new ArrayList<>();
      e.problems()
          .forEach(problem -> located.add(offer.problem(problem.path(), problem.message())));
      throw new ConfigRejectedException(located);
    }
  }

  /** Plans the start-up document as long as no connection is known. */
  ConfigPlan startup() {
    try {
      return startup(OtherConnections.NONE);
    } catch (ConfigRejectedException e) {
      // Without connections there is nothing to object to but a reference that makes no sense.
      return ConfigPlan.startup(document(), SdkDocument.of(document().root()), generation.tuning());
    }
  }

  /** Plans the start-up document over some connections, those it refers to or not. */
  ConfigPlan startup(OtherConnections over) throws ConfigRejectedException {
    return ConfigPlan.startup(
        document(), resolver.resolve(document().root(), over, true), generation.tuning());
  }

  /** Plans what was offered before over some connections. */
  ConfigPlan connected(ConfigPlan plan, OtherConnections over) throws ConfigRejectedException {
    return plan.connected(resolver.resolve(plan.written(), over, false));
  }

  /** From now on offers may refer to these connections, and no others. */
  void use(OtherConnections next) {
    connections = next;
  }

  OtherConnections connections() {
    return connections;
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
      if (next.isEmpty() || next.saysTheSameAs(rest)) {
        throw new ConfigRejectedException(leftOut);
      }
      rest = next;
      try {
        return plan(rest).inPart(leftOut);
      } catch (ConfigRejectedException e) {
        problems = e.problems();
        leftOut.addAll(problems);
      }
    }
  }
}

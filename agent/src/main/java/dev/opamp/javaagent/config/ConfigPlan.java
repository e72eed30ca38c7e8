package dev.opamp.javaagent.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One generation of the configuration: what was offered, and what is to be in force with it. */
final class ConfigPlan {

  private final ConfigDocument offer;
  private final Map<String, Object> effective;
  private final Set<String> substituted;
  private final List<ConfigProblem> leftOut;

  /**
   * @param effective the offer laid over the start-up document
   * @param leftOut what of the offer is not in it, for a configuration applied in part
   */
  ConfigPlan(
      StartupDocument startup,
      ConfigDocument offer,
      Map<String, Object> effective,
      List<ConfigProblem> leftOut) {
    this.offer = offer;
    this.effective = Trees.copy(effective);
    this.leftOut = leftOut;
    this.substituted = new TreeSet<>(offer.substitutedPaths());
    this.substituted.addAll(stillInForce(startup, effective));
  }

  private static Set<String> stillInForce(StartupDocument startup, Map<String, Object> effective) {
    Map<String, Object> now = new HashMap<>();
    Trees.walk(effective, "", now::put);
    Set<String> paths = new TreeSet<>();
    Set<String> substituted = startup.document().substitutedPaths();
    Trees.walk(
        startup.root(),
        "",
        (path, node) -> {
          if (substituted.contains(path) && node != null && node.equals(now.get(path))) {
            paths.add(path);
          }
        });
    return paths;
  }

  static ConfigPlan startup(StartupDocument startup) {
    return new ConfigPlan(startup, ConfigDocument.empty(), startup.root(), Collections.emptyList());
  }

  ConfigDocument offer() {
    return offer;
  }

  Map<String, Object> effective() {
    return effective;
  }

  List<ConfigProblem> leftOut() {
    return leftOut;
  }

  /** The level the offer asks for; empty for the local setting. */
  String logLevel() {
    Object level = offer.root().get("log_level");
    return level == null ? "" : level.toString();
  }

  boolean sameAs(ConfigPlan other) {
    return effective.equals(other.effective)
        && substituted.equals(other.substituted)
        && logLevel().equals(other.logLevel());
  }

  Redaction redaction() {
    return new Redaction(substituted, Redaction.secretsIn(effective, substituted));
  }
}

package dev.opamp.javaagent.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One generation of the configuration: what was offered, and what is to be in force with it. */
final class ConfigPlan {

  private final StartupDocument startup;
  private final ConfigDocument offer;
  private final Map<String, Object> written;
  private final Map<String, Object> asked;
  private final SdkDocument effective;
  private final AgentTuning tuning;
  private final Set<String> substituted;
  private final List<ConfigProblem> leftOut;

  /**
   * @param asked what was offered, compatibility keys included
   * @param written the offer laid over the start-up document
   * @param effective the same with the connections of its exporters
   * @param tuning what the offer asks of the agent itself
   * @param leftOut what of the offer is not in it, for a configuration applied in part
   */
  ConfigPlan(
      StartupDocument startup,
      ConfigDocument offer,
      Map<String, Object> asked,
      Map<String, Object> written,
      SdkDocument effective,
      AgentTuning tuning,
      List<ConfigProblem> leftOut) {
    this.startup = startup;
    this.offer = offer;
    this.asked = asked;
    this.written = written;
    this.effective = effective.asking(asked);
    this.tuning = tuning;
    this.leftOut = leftOut;
    this.substituted = new TreeSet<>(offer.substitutedPaths());
    this.substituted.addAll(stillInForce(startup, effective.tree()));
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

  static ConfigPlan startup(StartupDocument startup, SdkDocument effective, AgentTuning tuning) {
    return new ConfigPlan(
        startup,
        ConfigDocument.empty(),
        Collections.emptyMap(),
        startup.root(),
        effective,
        tuning,
        Collections.emptyList());
  }

  /** Returns the same plan as that of an offer which asks for nothing else. */
  ConfigPlan offeredBy(ConfigDocument other) {
    return new ConfigPlan(startup, other, asked, written, effective, tuning, leftOut);
  }

  /** Returns the same offer with other connections. */
  ConfigPlan connected(SdkDocument other) {
    return new ConfigPlan(startup, offer, asked, written, other, tuning, leftOut);
  }

  /** Returns the same plan, known to be a part of what was offered. */
  ConfigPlan inPart(List<ConfigProblem> problems) {
    return new ConfigPlan(startup, offer, asked, written, effective, tuning, problems);
  }

  ConfigDocument offer() {
    return offer;
  }

  /** The offer laid over the start-up document, before any connection. */
  Map<String, Object> written() {
    return written;
  }

  /** What is to be in force. */
  SdkDocument effective() {
    return effective;
  }

  List<ConfigProblem> leftOut() {
    return leftOut;
  }

  /** What the offer asks of the agent itself. */
  AgentTuning tuning() {
    return tuning;
  }

  /** Returns what a target runs, with the log level, of which no target knows whether it counts. */
  Map<String, Object> withLogLevel(Map<String, Object> inForce) {
    Map<String, Object> shown = new LinkedHashMap<>(inForce);
    shown.remove("log_level");
    if (tuning.hasSeverity()) {
      shown.put("log_level", tuning.logLevel());
    }
    return shown;
  }

  boolean sameAs(ConfigPlan other) {
    return effective.equals(other.effective)
        && substituted.equals(other.substituted)
        && tuning.equals(other.tuning);
  }

  Redaction redaction() {
    Set<String> secrets = Redaction.secretsIn(effective.tree(), substituted);
    if (!offer.keys().isEmpty()) {
      // Keys move the items of lists, and so values to where nobody knows that they are secret.
      secrets.addAll(Redaction.secretsIn(startup.root(), startup.document().substitutedPaths()));
      secrets.addAll(Redaction.secretsIn(offer.root(), offer.substitutedPaths()));
    }
    return new Redaction(substituted, secrets);
  }
}

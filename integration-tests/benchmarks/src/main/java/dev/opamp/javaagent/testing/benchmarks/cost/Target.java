package dev.opamp.javaagent.testing.benchmarks.cost;

import dev.opamp.javaagent.testing.benchmarks.cost.Figure.Relation;
import dev.opamp.javaagent.testing.benchmarks.cost.Ledger.Place;
import java.util.Locale;

/** What opamp-javaagent is to cost at most, against what it is measured by. */
enum Target {
  TRIVIAL_EMPTY(
      "trivial `main`, wall time against an empty agent",
      1.15,
      "×",
      Scenario.TRIVIAL,
      Figure.WALL,
      Contender.EMPTY,
      Relation.RATIO),
  TRIVIAL_UPSTREAM(
      "trivial `main`, wall time against the opentelemetry-javaagent",
      0.06,
      "×",
      Scenario.TRIVIAL,
      Figure.WALL,
      Contender.UPSTREAM,
      Relation.RATIO),
  READY(
      "web application, time to ready against none",
      1.03,
      "×",
      Scenario.START,
      Figure.READY,
      Contender.NONE,
      Relation.RATIO),
  READY_PATIENT(
      Contender.PATIENT,
      "web application, time to ready against none, with `otel.opamp.start.delay=10s`",
      1.03,
      "×",
      Scenario.START,
      Figure.READY,
      Contender.NONE,
      Relation.RATIO),
  HEAP("web application, live heap added at idle, with own telemetry", 4, "MiB", Figure.HEAP),
  RSS("web application, RSS added at idle, with own telemetry", 16, "MiB", Figure.RSS),
  CLASSES(Contender.CONNECTED, "web application, classes added", 1500, "", Figure.CLASSES),
  CLASSES_OWN("web application, classes added, with own telemetry", 1500, "", Figure.CLASSES),
  THREADS("web application, threads added, with own telemetry", 4, "", Figure.THREADS),
  IDLE(Contender.CONNECTED, "CPU at idle, added", 0.05, "% of a core", Figure.IDLE_PERCENT),
  IDLE_OWN("CPU at idle, added, with own telemetry", 0.05, "% of a core", Figure.IDLE_PERCENT),
  BYTES(
      "OpAMP traffic at idle, both ways",
      300,
      "B a minute",
      Scenario.IDLE,
      Figure.OPAMP_BYTES,
      Contender.OPAMP,
      Relation.NONE);

  private final Contender ours;
  private final String label;
  private final double limit;
  private final String unit;
  private final Scenario scenario;
  private final Figure figure;
  private final Contender base;
  private final Relation relation;

  Target(
      String label,
      double limit,
      String unit,
      Scenario scenario,
      Figure figure,
      Contender base,
      Relation relation) {
    this(Contender.OPAMP, label, limit, unit, scenario, figure, base, relation);
  }

  /** Of what is added to a JVM without an agent, with own telemetry. */
  Target(String label, double limit, String unit, Figure figure) {
    this(Contender.OPAMP, label, limit, unit, figure);
  }

  /** Of what is added to a JVM without an agent. */
  Target(Contender ours, String label, double limit, String unit, Figure figure) {
    this(
        ours,
        label,
        limit,
        unit,
        figure == Figure.IDLE_PERCENT ? Scenario.IDLE : Scenario.WEB,
        figure,
        Contender.NONE,
        Relation.ADDED);
  }

  Target(
      Contender ours,
      String label,
      double limit,
      String unit,
      Scenario scenario,
      Figure figure,
      Contender base,
      Relation relation) {
    this.ours = ours;
    this.label = label;
    this.limit = limit;
    this.unit = unit;
    this.scenario = scenario;
    this.figure = figure;
    this.base = base;
    this.relation = relation;
  }

  /**
   * The cells of its row: what, target, ours, whether that is met, and what doing nothing costs.
   */
  String row(Ledger ledger, Jvm jvm) {
    Spread measured = of(ledger, jvm, ours);
    return row(label, limit, unit, measured, decimals(), of(ledger, jvm, Contender.EMPTY));
  }

  static String row(
      String label, double limit, String unit, Spread ours, int decimals, Spread floor) {
    return String.format(
        Locale.ROOT,
        "| %s | ≤ %s %s | %s | %s | %s |%n",
        label,
        limit == Math.rint(limit)
            ? String.format(Locale.ROOT, "%,.0f", limit)
            : Double.toString(limit),
        unit,
        ours.text(decimals),
        ours.isEmpty() ? "–" : ours.median() <= limit ? "yes" : "**no**",
        floor.text(decimals));
  }

  private Spread of(Ledger ledger, Jvm jvm, Contender contender) {
    return ledger.related(new Place(jvm, scenario), contender, figure, base, relation);
  }

  private int decimals() {
    return unit.equals("×") ? 3 : figure.decimals();
  }
}

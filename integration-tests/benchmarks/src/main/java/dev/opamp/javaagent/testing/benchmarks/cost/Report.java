package dev.opamp.javaagent.testing.benchmarks.cost;

import dev.opamp.javaagent.testing.benchmarks.cost.Ledger.Place;
import dev.opamp.javaagent.testing.benchmarks.latency.RecordedLatency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The raw data as tables. */
final class Report {

  private static final String TARGETS =
      """
      | what | target | opamp-javaagent | met | an agent that does nothing |
      |---|---|---|---|---|
      """;
  private static final double JAR_LIMIT_MIB = 9;
  private static final double PUSH_LIMIT_MILLIS = 20;
  private static final List<Contender> BASES =
      List.of(Contender.NONE, Contender.EMPTY, Contender.UPSTREAM);

  private final Ledger ledger;
  private final List<Jvm> jvms;
  private final Programs programs;

  Report(Ledger ledger, List<Jvm> jvms, Programs programs) {
    this.ledger = ledger;
    this.jvms = jvms;
    this.programs = programs;
  }

  /**
   * All tables in Markdown.
   *
   * @param latency raw data of {@code apply-latency}
   */
  String markdown(Path latency) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(targets(latency));
    for (Scenario scenario : Scenario.values()) {
      for (Jvm jvm : jvms) {
        text.append(table(new Place(jvm, scenario)));
      }
    }
    return text.append(jars()).toString();
  }

  private String targets(Path latency) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Jvm jvm : jvms.stream().filter(jvm -> !jvm.small()).toList()) {
      text.append(heading("Targets", jvm)).append(TARGETS);
      for (Target target : Target.values()) {
        text.append(target.row(ledger, jvm));
      }
      text.append('\n');
    }
    return text.append(elsewhere(latency)).append('\n').toString();
  }

  /** What does not come from these runs. */
  private String elsewhere(Path latency) throws IOException {
    Spread nothing = new Spread(List.of());
    Spread push =
        Files.exists(latency)
            ? new Spread(List.of(RecordedLatency.read(latency).parameterMillis(0.99)))
            : nothing;
    Spread jar = new Spread(List.of(programs.jarMib(Contender.OPAMP)));
    return "### Targets, not of these runs\n\n"
        + TARGETS
        + Target.row(
            "a pushed parameter until in force, p99, by `apply-latency`",
            PUSH_LIMIT_MILLIS,
            "ms",
            push,
            1,
            nothing)
        + Target.row("size of the jar", JAR_LIMIT_MIB, "MiB", jar, 1, nothing);
  }

  private static String heading(String title, Jvm jvm) {
    return "### " + title + ", " + jvm.label() + "\n\n";
  }

  private String table(Place place) {
    Figure first = place.scenario().figures().get(0);
    if (ledger.of(place, Contender.OPAMP, first).isEmpty()) {
      return "";
    }
    List<Figure> figures =
        place.scenario().figures().stream().filter(f -> isMeasured(place, f)).toList();
    boolean ratios = first.relation() == Figure.Relation.RATIO;
    StringBuilder text = new StringBuilder(heading(place.scenario().title(), place.jvm()));
    text.append("| agent | n |");
    figures.forEach(figure -> text.append(' ').append(figure.header()).append(" |"));
    if (ratios) {
      text.append(" against none | against empty | against opentelemetry-javaagent |");
    }
    text.append("\n|").append("---|".repeat(2 + figures.size() + (ratios ? BASES.size() : 0)));
    text.append('\n');
    for (Contender contender : place.scenario().contenders()) {
      text.append(row(place, contender, figures, ratios));
    }
    return text.append('\n').toString();
  }

  private boolean isMeasured(Place place, Figure figure) {
    return !ledger.of(place, Contender.OPAMP, figure).isEmpty();
  }

  private String row(Place place, Contender contender, List<Figure> figures, boolean ratios) {
    Figure first = figures.get(0);
    StringBuilder text = new StringBuilder("| " + contender.label() + " | ");
    text.append(ledger.of(place, contender, first).count()).append(" |");
    figures.forEach(figure -> text.append(cell(place, contender, figure)));
    if (ratios) {
      for (Contender base : BASES) {
        Spread ratio = ledger.related(place, contender, first, base, Figure.Relation.RATIO);
        text.append(' ').append(ratio.text(ratioDecimals(ratio))).append(" |");
      }
    }
    return text.append('\n').toString();
  }

  private static int ratioDecimals(Spread ratio) {
    return ratio.isEmpty() || ratio.median() < 10 ? 2 : 0;
  }

  /** The value, and how it stands to that without an agent. */
  private String cell(Place place, Contender contender, Figure figure) {
    String value = ledger.of(place, contender, figure).text(figure.decimals());
    return " " + value + relation(place, contender, figure) + " |";
  }

  private String relation(Place place, Contender contender, Figure figure) {
    if (contender == Contender.NONE || figure.relation() == Figure.Relation.NONE) {
      return "";
    }
    boolean added = figure.relation() == Figure.Relation.ADDED;
    Spread related = ledger.related(place, contender, figure, Contender.NONE, figure.relation());
    if (related.isEmpty()) {
      return "";
    }
    return added
        ? String.format(Locale.ROOT, ", %+." + figure.decimals() + "f", related.median())
        : String.format(Locale.ROOT, ", × %.2f", related.median());
  }

  private String jars() throws IOException {
    StringBuilder text = new StringBuilder("### Jars\n\n| agent | MiB |\n|---|---|\n");
    for (Contender contender : Contender.values()) {
      if (contender == Contender.OPAMP || !contender.isOurs()) {
        text.append(jar(contender));
      }
    }
    return text.toString();
  }

  private String jar(Contender contender) throws IOException {
    return programs.agent(contender).isEmpty()
        ? ""
        : String.format(
            Locale.ROOT, "| %s | %.1f |%n", contender.label(), programs.jarMib(contender));
  }
}

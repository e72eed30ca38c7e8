package dev.opamp.javaagent.testing.benchmarks.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The raw data, in a file that a later start goes on with. */
final class Ledger {

  private static final String HEADER = "round,jvm,scenario,agent,figure,value";

  private final Path file;

  /** By the key of the run. */
  private final Map<String, Map<Figure, Double>> runs = new LinkedHashMap<>();

  Ledger(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      Files.readAllLines(file).stream().skip(1).forEach(this::read);
    } else {
      append(List.of(HEADER));
    }
  }

  private void read(String line) {
    int value = line.lastIndexOf(',');
    int figure = line.lastIndexOf(',', value - 1);
    keep(
        line.substring(0, figure),
        Figure.valueOf(line.substring(figure + 1, value).toUpperCase(Locale.ROOT)),
        Double.parseDouble(line.substring(value + 1)));
  }

  private void keep(String key, Figure figure, double value) {
    runs.computeIfAbsent(key, k -> new EnumMap<>(Figure.class)).put(figure, value);
  }

  boolean has(Run run) {
    return runs.containsKey(run.key());
  }

  void add(Run run, Map<Figure, Double> figures) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<Figure, Double> each : figures.entrySet()) {
      keep(run.key(), each.getKey(), each.getValue());
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%s,%.4f",
              run.key(),
              each.getKey().name().toLowerCase(Locale.ROOT),
              each.getValue()));
    }
    append(lines);
  }

  private void append(List<String> lines) throws IOException {
    Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** One figure of a contender, of all rounds there are. */
  Spread of(Place place, Contender contender, Figure figure) {
    return new Spread(byRound(place, contender, figure).values());
  }

  /** A contender against another one: of neighbours in each round, so that both met alike. */
  Spread related(
      Place place, Contender contender, Figure figure, Contender base, Figure.Relation relation) {
    Map<Integer, Double> bases = byRound(place, base, figure);
    Collection<Double> related = new ArrayList<>();
    byRound(place, contender, figure)
        .forEach(
            (round, value) -> {
              Double other = bases.get(round);
              if (other != null) {
                related.add(relation.of(value, other));
              }
            });
    return new Spread(related);
  }

  private Map<Integer, Double> byRound(Place place, Contender contender, Figure figure) {
    Map<Integer, Double> values = new LinkedHashMap<>();
    String suffix = new Run(0, place.jvm(), place.scenario(), contender).key().substring(1);
    runs.forEach(
        (key, figures) -> {
          Double value = figures.get(figure);
          if (value != null && key.endsWith(suffix)) {
            values.put(Integer.valueOf(key.substring(0, key.indexOf(','))), value);
          }
        });
    return values;
  }

  /** What ran where. */
  record Place(Jvm jvm, Scenario scenario) {}
}

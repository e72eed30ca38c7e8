package dev.opamp.javaagent.testing.matrix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes docs/sdk-control.md: what can be changed in which SDK. */
final class SdkControlPage {

  private record Table(String title, String text, List<Kind> kinds, boolean mergesKinds) {}

  private static final List<Table> TABLES =
      List.of(
          new Table(
              "SDKs of applications",
              "Columns are versions of the SDK; each was built in code and global, built in code and"
                  + " not global, and made by autoconfiguration.",
              List.of(Kind.GLOBAL, Kind.LOCAL, Kind.AUTO),
              true),
          new Table("Frameworks and servers", "", List.of(Kind.BOOT, Kind.TOMCAT), false),
          new Table(
              "Other agents",
              "At start before and behind the other agent, and late.",
              List.of(Kind.UPSTREAM, Kind.SPLUNK),
              false),
          new Table(
              "The API alone",
              "Columns are versions of the API; the SDK is the agent's, and all of"
                  + " [the language](schema.md) works in it, not these rows alone.",
              List.of(Kind.API),
              true));

  private final Map<String, Map<String, String>> seen;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param seen outcomes by cell and row
   */
  SdkControlPage(Map<String, Map<String, String>> seen) {
    this.seen = seen;
  }

  String render() {
    StringBuilder page = new StringBuilder();
    page.append("# What can be changed in which SDK\n\n")
        .append("Generated from what `SdkMatrixIT` saw in running applications; do not edit. ")
        .append("[Testing](testing.md#sdk-matrix) says how it is made.\n\n")
        .append("✓: the change was offered to the running application, put in force without a ")
        .append("restart, seen where telemetry arrives, and taken back without a trace. ")
        .append("✗: the offer is FAILED, with the reason below, and nothing changes. ")
        .append("–: there is no such thing there.\n\n")
        .append(
            "A mark holds with the agent on the command line and attached late, on JDK 17 and 25, ")
        .append("but for the exceptions beside it.\n");
    for (Table table : TABLES) {
      append(page, table);
    }
    page.append("\n## Reasons\n\n");
    for (int i = 0; i < notes.size(); i++) {
      page.append(i + 1).append(". ").append(notes.get(i)).append('\n');
    }
    page.append("\n## Not run\n\n");
    for (Cell cell : Cells.all()) {
      String reason =
          cell.impossible() == null && !seen.containsKey(cell.toString())
              ? "not on this code yet; the marks are those of the other cells of its column"
              : cell.impossible();
      if (reason != null) {
        page.append("- ").append(cell).append(": ").append(reason).append('\n');
      }
    }
    return page.toString();
  }

  private void append(StringBuilder page, Table table) {
    Map<String, Predicate<Cell>> columns = columns(table);
    page.append("\n## ").append(table.title()).append("\n\n");
    if (!table.text().isEmpty()) {
      page.append(table.text()).append("\n\n");
    }
    page.append("| Key | Change |");
    columns.keySet().forEach(column -> page.append(' ').append(column).append(" |"));
    page.append("\n|---|---|").append("---|".repeat(columns.size())).append('\n');
    for (Row row : Rows.all()) {
      page.append("| `").append(row.key()).append("` | ").append(row.change()).append(" |");
      columns
          .values()
          .forEach(cells -> page.append(' ').append(mark(row.name(), cells)).append(" |"));
      page.append('\n');
    }
    page.append("| – | the offer taken back: all as before |");
    columns
        .values()
        .forEach(cells -> page.append(' ').append(mark(Result.AS_AT_FIRST, cells)).append(" |"));
    page.append('\n');
  }

  private static Map<String, Predicate<Cell>> columns(Table table) {
    Map<String, Predicate<Cell>> columns = new LinkedHashMap<>();
    for (Target target : Target.all()) {
      if (table.kinds().contains(target.kind())) {
        String name = table.mergesKinds() ? target.version() : target.toString();
        columns.put(
            name,
            cell ->
                table.kinds().contains(cell.target().kind())
                    && (table.mergesKinds()
                        ? cell.target().version().equals(target.version())
                        : cell.target().equals(target)));
      }
    }
    return columns;
  }

  /** The mark that most cells have, and each other one with the cells that have it. */
  private String mark(String row, Predicate<Cell> cells) {
    Map<String, List<Cell>> marks = new LinkedHashMap<>();
    for (Cell cell : Cells.all()) {
      if (cells.test(cell) && cell.impossible() == null) {
        String outcome = seen.getOrDefault(cell.toString(), Map.of()).get(row);
        if (outcome != null) {
          marks.computeIfAbsent(mark(outcome), mark -> new ArrayList<>()).add(cell);
        }
      }
    }
    if (marks.isEmpty()) {
      return "not run";
    }
    return marks.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
        .map(entry -> entry.getKey() + exception(entry.getValue(), marks))
        .collect(Collectors.joining("<br>"));
  }

  private static String exception(List<Cell> cells, Map<String, List<Cell>> marks) {
    int most = marks.values().stream().mapToInt(List::size).max().orElse(0);
    return cells.size() == most
        ? ""
        : cells.stream()
            .map(cell -> cell.target().kind().words() + ", " + cell.mode().words())
            .distinct()
            .collect(Collectors.joining("; ", " (", ")"));
  }

  private String mark(String outcome) {
    if (outcome.startsWith(Result.MISSING)) {
      return "– " + note(outcome.substring(Result.MISSING.length()));
    }
    return outcome.equals(Result.APPLIED)
        ? "✓"
        : "✗ " + note(outcome.substring(Result.REFUSED.length()));
  }

  private int note(String text) {
    // What stands between angle brackets would vanish from the page.
    String shown = text.replaceAll(" ?\\(line \\d+\\)", "").replace("<", "&lt;");
    if (!notes.contains(shown)) {
      notes.add(shown);
    }
    return notes.indexOf(shown) + 1;
  }
}

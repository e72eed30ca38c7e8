package dev.opamp.javaagent.testing.matrix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which cells there are, and which of them every build runs. */
final class Cells {

  private Cells() {}

  static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    for (Target target : Target.all()) {
      for (Mode mode : Mode.values()) {
        if (mode != Mode.AFTER_UPSTREAM || target.kind().isAgent()) {
          for (Jdk jdk : Jdk.values()) {
            cells.add(new Cell(target, mode, jdk));
          }
        }
      }
    }
    return cells;
  }

  /** Each way, each version, each mode and each JDK at least once. */
  static List<Cell> covering() {
    return List.of(
        cell(Kind.GLOBAL, "1.20.1", Mode.START, Jdk.FIRST),
        cell(Kind.GLOBAL, "1.68.0", Mode.LATE, Jdk.SECOND),
        cell(Kind.LOCAL, "1.31.0", Mode.LATE, Jdk.FIRST),
        cell(Kind.LOCAL, "1.67.0", Mode.START, Jdk.SECOND),
        cell(Kind.AUTO, "1.44.1", Mode.START, Jdk.SECOND),
        cell(Kind.AUTO, "1.67.0", Mode.LATE, Jdk.FIRST),
        cell(Kind.BOOT, "2.31.1", Mode.START, Jdk.FIRST),
        cell(Kind.TOMCAT, "1.31.0 and 1.67.0", Mode.START, Jdk.SECOND),
        cell(Kind.UPSTREAM, "2.33.1", Mode.START, Jdk.FIRST),
        cell(Kind.UPSTREAM, "2.33.1", Mode.AFTER_UPSTREAM, Jdk.SECOND),
        cell(Kind.UPSTREAM, "2.10.0", Mode.LATE, Jdk.FIRST),
        cell(Kind.UPSTREAM, "1.33.6", Mode.AFTER_UPSTREAM, Jdk.FIRST),
        cell(Kind.SPLUNK, "2.24.0", Mode.START, Jdk.SECOND),
        cell(Kind.API, "1.67.0", Mode.START, Jdk.SECOND),
        cell(Kind.API, "1.68.0", Mode.LATE, Jdk.FIRST));
  }

  /**
   * Those that {@code -Dmatrix} and {@code -Dcells} ask for: {@code all}, {@code missing} for those
   * that no run has written yet, or else the covering ones.
   */
  static List<Cell> wanted() throws IOException {
    Pattern names = Pattern.compile(System.getProperty("cells", ""));
    String matrix = System.getProperty("matrix", "");
    List<Cell> from = covering();
    if (matrix.equals("missing")) {
      Map<String, Map<String, String>> seen = SeenCells.read();
      int rows = Rows.all().size() + 1;
      from =
          all().stream()
              .filter(cell -> seen.getOrDefault(cell.toString(), Map.of()).size() < rows)
              .toList();
    } else if (matrix.equals("all") || !names.pattern().isEmpty()) {
      from = all();
    }
    return from.stream().filter(cell -> names.matcher(cell.toString()).find()).toList();
  }

  private static Cell cell(Kind kind, String version, Mode mode, Jdk jdk) {
    return new Cell(Target.of(kind, version), mode, jdk);
  }
}

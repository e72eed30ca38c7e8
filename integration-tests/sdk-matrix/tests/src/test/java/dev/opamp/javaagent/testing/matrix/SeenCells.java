package dev.opamp.javaagent.testing.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What runs of the matrix saw, in a file that is committed: one line for each row of each cell. */
final class SeenCells {

  private static final Path FILE = Path.of("src/test/resources/matrix/seen.tsv");
  private static final String HEAD =
      "# What became of each change in each cell. Written by SdkMatrixIT with -Dmatrix.write=true.\n";

  private SeenCells() {}

  /** What was seen, by cell and row. */
  static Map<String, Map<String, String>> read() throws IOException {
    Map<String, Map<String, String>> cells = new LinkedHashMap<>();
    if (Files.exists(FILE)) {
      for (String line : Files.readAllLines(FILE)) {
        if (!line.startsWith("#")) {
          String[] columns = line.split("\t", 3);
          cells
              .computeIfAbsent(columns[0], cell -> new LinkedHashMap<>())
              .put(columns[1], columns[2]);
        }
      }
    }
    return cells;
  }

  /** Takes the place of what was known of the same cells; others stay, if they still exist. */
  static synchronized void merge(Collection<Result> results) throws IOException {
    Map<String, Map<String, String>> seen = read();
    results.stream().map(result -> result.cell().toString()).distinct().forEach(seen::remove);
    for (Result result : results) {
      if (result.isGood()) {
        seen.computeIfAbsent(result.cell().toString(), cell -> new LinkedHashMap<>())
            .put(result.row(), oneLine(result));
      }
    }
    List<String> lines = new ArrayList<>();
    for (Cell cell : Cells.all()) {
      seen.getOrDefault(cell.toString(), Map.of())
          .forEach((row, what) -> lines.add(cell + "\t" + row + "\t" + what));
    }
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, lines.stream().collect(Collectors.joining("\n", HEAD, "\n")));
  }

  /** Without what differs from run to run: ports, and the names of class loaders. */
  private static String oneLine(Result result) {
    return result
        .seen()
        .replaceAll("(ClassLoader)@[0-9a-f]+", "$1")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1")
        .replaceAll("\\s+", " ")
        .strip();
  }
}

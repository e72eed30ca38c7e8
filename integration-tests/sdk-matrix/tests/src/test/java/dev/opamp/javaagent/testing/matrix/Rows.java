package dev.opamp.javaagent.testing.matrix;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All changes, in the order in which they are made. */
final class Rows {

  private static final String HEAD = "file_format: \"1.0\"\n";

  private Rows() {}

  static List<Row> all() {
    return Stream.of(TraceRows.rows(), LogRows.rows(), MetricRows.rows(), CommonRows.rows())
        .flatMap(List::stream)
        .toList();
  }

  /** Those that {@code -Drows} asks for. */
  static List<Row> wanted() {
    Pattern names = Pattern.compile(System.getProperty("rows", ""));
    return all().stream().filter(row -> names.matcher(row.name()).find()).toList();
  }

  /** What is offered. */
  static String document(Row row, Places places) {
    return HEAD + places.fill(row.document());
  }
}

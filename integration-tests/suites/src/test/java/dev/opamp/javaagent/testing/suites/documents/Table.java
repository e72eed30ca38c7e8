package dev.opamp.javaagent.testing.suites.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All rows: what OpenTelemetry publishes, and one for everything that it does not show. */
public final class Table {

  private Table() {}

  /** Returns the rows in the order in which they are pushed. */
  public static List<Row> rows(Places places) {
    List<Row> rows = new ArrayList<>(PublishedRows.rows(places));
    rows.addAll(SamplerRows.rows());
    rows.addAll(TraceRows.rows());
    rows.addAll(LogRows.rows());
    rows.addAll(MetricRows.rows());
    rows.addAll(ViewRows.rows());
    rows.addAll(ExporterRows.rows());
    rows.addAll(LocalRows.rows());
    rows.addAll(CommonRows.rows());
    return rows.stream()
        .map(row -> new Row(row.name(), places.fill(row.document()), row.failedAt(), row.seen()))
        .toList();
  }

  /** What a document says once its references to the environment are replaced. */
  public static String resolved(String document, Map<String, String> environment) {
    return PublishedRows.resolved(document, environment);
  }
}

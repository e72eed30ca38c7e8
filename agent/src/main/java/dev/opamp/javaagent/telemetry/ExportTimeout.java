package dev.opamp.javaagent.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@code timeout} of a periodic reader hold. The SDK's reader has no such setting and
 * would ignore it; bounding the exporter's own timeout by it has the same effect.
 */
final class ExportTimeout {

  private static final long EXPORTER_DEFAULT_MILLIS = 10_000;

  private ExportTimeout() {}

  /** Returns the reader's sub-document with its OTLP exporter's timeout bounded. */
  static @Nullable Object bounded(DocumentNode reader) {
    DocumentNode periodic = reader.child("periodic");
    Object limit = periodic.child("timeout").value();
    if (!(limit instanceof Number) || ((Number) limit).longValue() <= 0) {
      return reader.value();
    }
    Object bounded = reader.value();
    for (String kind : new String[] {"otlp_http", "otlp_grpc"}) {
      DocumentNode exporter = periodic.child("exporter");
      if (exporter.hasKey(kind)) {
        long timeout = bound(exporter.child(kind).child("timeout"), ((Number) limit).longValue());
        Object otlp = with(exporter.child(kind).value(), "timeout", timeout);
        Object newPeriodic = with(periodic.value(), "exporter", with(null, kind, otlp));
        bounded = with(null, "periodic", newPeriodic);
      }
    }
    return bounded;
  }

  /** Zero means no limit. */
  private static long bound(DocumentNode exporterTimeout, long limit) {
    Object value = exporterTimeout.value();
    long own = value instanceof Number ? ((Number) value).longValue() : EXPORTER_DEFAULT_MILLIS;
    return own == 0 ? limit : Math.min(own, limit);
  }

  private static Map<Object, @Nullable Object> with(
      @Nullable Object map, String key, @Nullable Object value) {
    Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
    if (map instanceof Map) {
      copy.putAll((Map<?, ?>) map);
    }
    copy.put(key, value);
    return copy;
  }
}

package dev.opamp.javaagent.telemetry.hostsdk;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says of an exporter that the application has built where it exports to. Headers are left out:
 * they hold secrets.
 */
final class ExporterDescription {

  private static final Pattern ENDPOINT = Pattern.compile("endpoint=([^,}]+)");
  private static final Pattern TIMEOUT = Pattern.compile("timeoutNanos=(\\d+)");
  private static final int DEPTH = 4;

  private ExporterDescription() {}

  static Map<String, Object> of(Object exporter) {
    String type = TypeName.of(exporter);
    Map<String, Object> named = new LinkedHashMap<>();
    Map<String, Object> node = new LinkedHashMap<>();
    if (type.startsWith("OtlpHttp") || type.startsWith("OtlpGrpc")) {
      String text = String.valueOf(exporter);
      String endpoint = group(ENDPOINT, text);
      if (endpoint == null) {
        endpoint = search(exporter, DEPTH);
      }
      if (endpoint != null) {
        node.put("endpoint", endpoint);
      }
      if (text.contains("gzip")) {
        node.put("compression", "gzip");
      }
      String nanos = group(TIMEOUT, text);
      if (nanos != null) {
        node.put("timeout", Long.parseLong(nanos) / 1_000_000);
      }
      named.put(type.startsWith("OtlpHttp") ? "otlp_http" : "otlp_grpc", node);
    } else {
      named.put(exporter.getClass().getName(), node);
    }
    return named;
  }

  private static @Nullable String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** Older exporters say nothing of themselves: their senders know the URL. */
  private static @Nullable String search(Object holder, int depth) {
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
          continue;
        }
        Object value = SdkField.read(holder, field.getName());
        if (value == null) {
          continue;
        }
        if (field.getName().equals("url") || field.getName().equals("endpoint")) {
          return value.toString();
        }
        boolean inside = value.getClass().getName().startsWith("io.opentelemetry.");
        String found = inside && depth > 1 ? search(value, depth - 1) : null;
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}

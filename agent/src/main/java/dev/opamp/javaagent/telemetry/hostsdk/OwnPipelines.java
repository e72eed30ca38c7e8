package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tells the application's processors that export from those that only add to what passes: the first
 * are replaced when an offer says where telemetry goes, the others are the application's business.
 *
 * <p>A processor exports when it holds an exporter, or another processor that may.
 */
final class OwnPipelines {

  private OwnPipelines() {}

  /** Returns the span processors below one that do not export. */
  static List<SpanProcessor> enriching(SpanProcessor own) {
    List<SpanProcessor> kept = new ArrayList<>();
    for (Object each : members(own, "spanProcessorsAll")) {
      if (!exports(each, o -> o instanceof SpanExporter || o instanceof SpanProcessor)) {
        kept.add((SpanProcessor) each);
      }
    }
    return kept;
  }

  /**
   * Returns the members of a composite processor, or the processor itself.
   *
   * @param list the field of a composite
   */
  static List<Object> members(Object own, String list) {
    Object all = SdkField.read(own, list);
    return all instanceof List ? new ArrayList<>((List<?>) all) : Collections.singletonList(own);
  }

  /** Whether a processor is one of the SDK's that export, or holds what leads out of the JVM. */
  static boolean exports(Object processor, Predicate<Object> leadsOut) {
    String type = processor.getClass().getName();
    return type.startsWith("io.opentelemetry.sdk.trace.export.")
        || type.startsWith("io.opentelemetry.sdk.logs.export.")
        || holds(processor, leadsOut);
  }

  private static boolean holds(Object holder, Predicate<Object> wanted) {
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          Object value = SdkField.read(holder, field.getName());
          if (value != null && value != holder && leads(value, wanted)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean leads(Object value, Predicate<Object> wanted) {
    if (value instanceof Collection) {
      for (Object item : ((Collection<?>) value).toArray()) {
        if (item != null && wanted.test(item)) {
          return true;
        }
      }
      return false;
    }
    return wanted.test(value);
  }
}

package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.LogLimitsBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanLimitsBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** Limits of spans and log records, from and to the words of a document. */
final class Limits {

  private static final String COUNT = "attribute_count_limit";
  private static final String LENGTH = "attribute_value_length_limit";

  private Limits() {}

  static Piece<SpanLimits> ofSpans(DocumentNode place) throws ConfigRejectedException {
    Refusal refusal = new Refusal();
    refusal.unlessIn(
        place,
        "the limits of the application's SDK do not have this",
        COUNT,
        LENGTH,
        "event_count_limit",
        "link_count_limit",
        "event_attribute_count_limit",
        "link_attribute_count_limit");
    refusal.check();
    SpanLimitsBuilder limits = SpanLimits.builder();
    set(place, COUNT, limits::setMaxNumberOfAttributes);
    set(place, LENGTH, limits::setMaxAttributeValueLength);
    set(place, "event_count_limit", limits::setMaxNumberOfEvents);
    set(place, "link_count_limit", limits::setMaxNumberOfLinks);
    set(place, "event_attribute_count_limit", limits::setMaxNumberOfAttributesPerEvent);
    set(place, "link_attribute_count_limit", limits::setMaxNumberOfAttributesPerLink);
    return new Piece<>(limits.build(), place, Closing.NOTHING);
  }

  static Piece<LogLimits> ofLogRecords(DocumentNode place) throws ConfigRejectedException {
    Refusal refusal = new Refusal();
    refusal.unlessIn(place, "the limits of the application's SDK do not have this", COUNT, LENGTH);
    refusal.check();
    LogLimitsBuilder limits = LogLimits.builder();
    set(place, COUNT, limits::setMaxNumberOfAttributes);
    set(place, LENGTH, limits::setMaxAttributeValueLength);
    return new Piece<>(limits.build(), place, Closing.NOTHING);
  }

  private static void set(DocumentNode place, String key, IntConsumer setter)
      throws ConfigRejectedException {
    Object value = place.child(key).value();
    if (value instanceof Number) {
      try {
        setter.accept((int) Math.min(Integer.MAX_VALUE, ((Number) value).longValue()));
      } catch (IllegalArgumentException e) {
        throw Refusal.of(place.child(key), Refusal.reason(e));
      }
    }
  }

  static Map<String, Object> describe(SpanLimits limits) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put(COUNT, (long) limits.getMaxNumberOfAttributes());
    length(node, limits.getMaxAttributeValueLength());
    node.put("event_count_limit", (long) limits.getMaxNumberOfEvents());
    node.put("link_count_limit", (long) limits.getMaxNumberOfLinks());
    node.put("event_attribute_count_limit", (long) limits.getMaxNumberOfAttributesPerEvent());
    node.put("link_attribute_count_limit", (long) limits.getMaxNumberOfAttributesPerLink());
    return node;
  }

  static Map<String, Object> describe(LogLimits limits) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put(COUNT, (long) limits.getMaxNumberOfAttributes());
    length(node, limits.getMaxAttributeValueLength());
    return node;
  }

  /** The SDK's word for "no limit" is none of the document's. */
  private static void length(Map<String, Object> node, int length) {
    if (length != Integer.MAX_VALUE) {
      node.put(LENGTH, (long) length);
    }
  }
}

package dev.opamp.javaagent.telemetry.hostsdk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says in the words of a document what stands in an SDK. What the agent has built is shown as the
 * document that it was built from, what the application has built as far as it can be read; what
 * documents have no word for is called by its class.
 */
final class PipelineDescription {

  private PipelineDescription() {}

  /**
   * @param slot of the processors
   * @param standing what stands in the SDK
   * @param members the field with the members of a composite
   */
  static List<Object> processors(
      @Nullable Slot<?> slot, @Nullable Object standing, String members) {
    Piece<?> piece = slot == null ? null : slot.inForce();
    if (piece != null) {
      List<Object> shown = new ArrayList<>();
      for (Object kept : keptBy(standing)) {
        shown.add(named(kept.getClass().getName(), new LinkedHashMap<>()));
      }
      shown.addAll(listOf(piece.source()));
      return shown;
    }
    Object own =
        standing instanceof SwitchableLogRecordProcessor
            ? ((SwitchableLogRecordProcessor) standing).own()
            : standing;
    if (own == null || TypeName.isNoop(own)) {
      return new ArrayList<>();
    }
    List<Object> shown = new ArrayList<>();
    for (Object each : OwnPipelines.members(own, members)) {
      shown.add(processor(each));
    }
    return shown;
  }

  private static List<?> keptBy(@Nullable Object standing) {
    if (standing instanceof SwitchableSpanProcessor) {
      return ((SwitchableSpanProcessor) standing).kept();
    }
    return standing instanceof SwitchableLogRecordProcessor
        ? ((SwitchableLogRecordProcessor) standing).kept()
        : Collections.emptyList();
  }

  private static List<?> listOf(@Nullable Object source) {
    return source instanceof List ? (List<?>) source : Collections.emptyList();
  }

  private static Map<String, Object> named(String name, Map<String, Object> node) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put(name, node);
    return named;
  }

  private static Map<String, Object> processor(Object processor) {
    String type = TypeName.of(processor);
    boolean batch = type.equals("BatchSpanProcessor") || type.equals("BatchLogRecordProcessor");
    if (!batch && !type.equals("SimpleSpanProcessor") && !type.equals("SimpleLogRecordProcessor")) {
      return named(processor.getClass().getName(), new LinkedHashMap<>());
    }
    Object worker = batch ? SdkField.read(processor, "worker") : processor;
    Map<String, Object> node = new LinkedHashMap<>();
    Object exporter = SdkField.read(worker, "spanExporter");
    if (exporter == null) {
      exporter = SdkField.read(worker, "logRecordExporter");
    }
    if (batch) {
      millis(node, "schedule_delay", SdkField.number(worker, "scheduleDelayNanos", -1));
      millis(node, "export_timeout", SdkField.number(worker, "exporterTimeoutNanos", -1));
      long size = SdkField.number(worker, "maxExportBatchSize", -1);
      if (size >= 0) {
        node.put("max_export_batch_size", size);
      }
    }
    if (exporter != null) {
      node.put("exporter", ExporterDescription.of(exporter));
    }
    return named(batch ? "batch" : "simple", node);
  }

  private static void millis(Map<String, Object> node, String key, long nanos) {
    if (nanos >= 0) {
      node.put(key, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
  }

  /** Shows the periodic readers with the intervals that they keep. */
  static List<Object> readers(List<HostReader> readers, @Nullable Piece<List<ReaderPlan>> piece) {
    List<?> source = listOf(piece == null ? null : piece.source());
    List<Object> shown = new ArrayList<>();
    for (int i = 0; i < readers.size(); i++) {
      if (piece == null || i < source.size()) {
        shown.add(reader(readers.get(i), piece == null ? null : source.get(i)));
      }
    }
    return shown;
  }

  private static Map<String, Object> reader(HostReader reader, @Nullable Object source) {
    Map<String, Object> periodic = new LinkedHashMap<>();
    periodic.put("interval", TimeUnit.NANOSECONDS.toMillis(reader.intervalNanos()));
    Object offered = source instanceof Map ? ((Map<?, ?>) source).get("periodic") : null;
    periodic.put(
        "exporter",
        offered instanceof Map
            ? ((Map<?, ?>) offered).get("exporter")
            : ExporterDescription.of(reader.own()));
    return named("periodic", periodic);
  }

  /** Shows rules of an offer while they are in force; the application's own cannot be read. */
  static void rules(Map<String, Object> section, String key, @Nullable Slot<?> slot) {
    Piece<?> piece = slot == null ? null : slot.inForce();
    if (piece != null) {
      section.put(key, piece.source());
    }
  }
}

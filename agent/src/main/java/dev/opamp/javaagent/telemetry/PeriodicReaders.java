package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.telemetry.reader.ExportLane;
import dev.opamp.javaagent.telemetry.reader.ReaderThread;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collections;

/** Readers that collect at an interval; the outlet is an exporter. */
final class PeriodicReaders implements ReaderKind {

  static final String KEY = "periodic";

  private final DeclarativeComponents components;
  private final ReaderThread thread;
  private final SignalStats stats;

  PeriodicReaders(DeclarativeComponents components, ReaderThread thread, SignalStats stats) {
    this.components = components;
    this.thread = thread;
    this.stats = stats;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public DocumentNode outletNode(DocumentNode reader) {
    Object exporter = reader.child(KEY).child("exporter").value();
    return reader.with(
        Collections.singletonMap(KEY, Collections.singletonMap("exporter", exporter)));
  }

  @Override
  public Part<ReaderOutlet> outlet(DocumentNode outletNode) {
    PipelineStats pipeline = stats.open(PipelineLabel.of(outletNode));
    try {
      ExportLane lane = new ExportLane(thread, exporter(outletNode), pipeline);
      return new Part<>(
          outletNode,
          reader -> PeriodicPlan.of(reader, lane, thread, components),
          pipeline,
          lane::flush,
          lane::shutdown,
          () -> stats.close(pipeline));
    } catch (RuntimeException | Error e) {
      stats.close(pipeline);
      throw e;
    }
  }

  private MetricExporter exporter(DocumentNode outletNode) {
    return ConnectedExporters.metrics(
        components.metricExporter(ConnectedExporters.document(outletNode)),
        outletNode.connection());
  }
}

package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.telemetry.metrics.SwitchableMeterProvider;
import dev.opamp.javaagent.telemetry.prometheus.ScrapeSockets;
import dev.opamp.javaagent.telemetry.reader.ReaderThread;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Metrics. A change of an exporter, of a reader's settings or of the enabled meters leaves the
 * streams as they are; only what the SDK fixes when a provider is built needs a new one, whose
 * streams begin where those before end.
 */
final class MetricsSignal implements Signal {

  private final DeclarativeComponents components;
  private final SignalStats stats = new SignalStats();
  private final LiveMeters live;
  private final List<ReaderKind> kinds;

  /**
   * @param purpose what the SDK is there for: readers of one that proves never collect
   * @param grace how long threads that hold a replaced instrument may still record
   */
  MetricsSignal(
      DeclarativeComponents components,
      SwitchableMeterProvider meters,
      RetireThread retirement,
      Purpose purpose,
      Duration grace) {
    this.components = components;
    boolean proving = purpose == Purpose.PROVING;
    ReaderThread thread = proving ? ReaderThread.withoutTimer() : new ReaderThread();
    ScrapeSockets sockets = proving ? ScrapeSockets.silent() : ScrapeSockets.listening();
    this.live = new LiveMeters(meters, retirement, new MeterHandover(thread, grace));
    this.kinds =
        Collections.unmodifiableList(
            Arrays.asList(
                new PeriodicReaders(components, thread, stats),
                new PullReaders(components, stats, sockets)));
  }

  @Override
  public String section() {
    return "meter_provider";
  }

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public PreparedChange prepare(
      DocumentNode section, DocumentNode general, Resource resource, Reuse reuse)
      throws ConfigRejectedException {
    MetricsState before = live.state();
    MetricsState reused = reuse == Reuse.NOTHING ? MetricsState.OFF : before;
    MetricsState next =
        section.isPresent()
            ? new MeterProviderAssembly(components, kinds, live.retirement)
                .build(reused, section, resource)
            : MetricsState.OFF;
    return new MetricsChange(before, next, MetricsSteps.between(reused, next, section), live);
  }

  @Override
  public void switchOff() {
    MetricsChange off =
        new MetricsChange(live.state(), MetricsState.OFF, Collections.emptyList(), live);
    off.commit();
    off.handOver();
    live.handover.hurry();
  }

  @Override
  public Map<String, Object> inForce() {
    return live.state().document;
  }

  @Override
  public List<Part<?>> parts() {
    return live.state().parts();
  }

  @Override
  public CompletableResultCode flushReplaced() {
    return live.handover.flush();
  }

  @Override
  public Map<String, Object> stats() {
    List<PipelineStats> inForce = new ArrayList<>();
    for (Part<ReaderOutlet> outlet : live.state().outlets) {
      if (outlet.stats != null) {
        inForce.add(outlet.stats);
      }
    }
    return stats.snapshot(inForce);
  }
}

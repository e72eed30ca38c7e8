package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.io.File;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own metrics, traces and logs over OTLP/HTTP, by an SDK of their own that the
 * application never sees. Nothing of the SDK is built while there is no destination.
 *
 * <p>Thread-safe; nothing is thrown, and only {@link #close} waits. To be used on the agent's
 * threads: the SDK's workers inherit the context class loader of the caller.
 */
public final class OwnTelemetry implements AutoCloseable {

  static final String SCOPE = "dev.opamp.javaagent";

  /** Longest time one pipeline is given to flush in the background. */
  static final long EXPORT_LIMIT_SECONDS = 15;

  private final OwnTelemetryOptions options;
  private final ExportThreads threads;
  private final ExportOutcomes outcomes;
  private final SessionMetrics sessionMetrics = new SessionMetrics();
  private final ApplyRecorder applyRecorder;
  private final AgentLogRecords logRecords;
  private final SignalSlot<TracesPipeline> traces =
      new SignalSlot<>(OwnSignal.TRACES, this::tracesTo);
  private final SignalSlot<LogsPipeline> logs = new SignalSlot<>(OwnSignal.LOGS, this::logsTo);
  private final SignalSwitch signals;
  private volatile Map<String, Object> resource;

  /**
   * @param resource the identity of the agent, see {@link #updateResource}
   * @param factory makes daemon threads without the host's context class loader
   * @param listener learns how exports end
   */
  public OwnTelemetry(
      OwnTelemetryOptions options,
      Map<String, Object> resource,
      ThreadFactory factory,
      ExportListener listener) {
    this.options = options;
    this.resource = resource;
    this.threads = new ExportThreads(factory);
    this.outcomes = new ExportOutcomes(listener);
    this.applyRecorder = new ApplyRecorder(this::tracer);
    this.logRecords = new AgentLogRecords(this::loggers, threads);
    this.signals =
        new SignalSwitch(
            new DestinationCheck(options.policy()),
            threads,
            new SignalSlot<>(OwnSignal.METRICS, this::metricsTo),
            traces,
            logs);
  }

  /** Returns the listener that counts what happens to the session. */
  public SessionMetrics sessionMetrics() {
    return sessionMetrics;
  }

  /** Returns what counts, times and traces applied offers. */
  public ApplyRecorder applyRecorder() {
    return applyRecorder;
  }

  /** Returns what the agent's log is to be sent to. */
  public AgentLogRecords logRecords() {
    return logRecords;
  }

  /**
   * Puts the destinations of an offer, or of the local settings, in force. A signal that is absent
   * stays as it is; the same destination again changes nothing.
   *
   * @return why the offer is refused, one text per signal, in which case nothing changed; empty
   *     when all of it is in force
   */
  public List<String> apply(OwnTelemetryOffer offer) {
    Map<OwnSignal, TelemetryDestination> wanted = new EnumMap<>(OwnSignal.class);
    put(wanted, OwnSignal.METRICS, offer.metrics());
    put(wanted, OwnSignal.TRACES, offer.traces());
    put(wanted, OwnSignal.LOGS, offer.logs());
    return signals.apply(wanted);
  }

  /** Returns the destinations in force, for example to be stored. */
  public OwnTelemetryOffer destinations() {
    Map<OwnSignal, TelemetryDestination> inForce = signals.destinations();
    return new OwnTelemetryOffer(
        inForce.get(OwnSignal.METRICS), inForce.get(OwnSignal.TRACES), inForce.get(OwnSignal.LOGS));
  }

  /**
   * Gives the telemetry another Resource: the attributes that the {@code AgentDescription} is made
   * of, so that both say the same. Nothing happens when they are equal to those in force.
   */
  public void updateResource(Map<String, Object> attributes) {
    if (!attributes.equals(resource)) {
      resource = attributes;
      signals.rebuild();
    }
  }

  /** Builds everything anew, as at a start; what the old pipelines hold is delivered. */
  public void rebuild() {
    signals.rebuild();
  }

  /** Flushes a last time, within the limit of the options, and ends. */
  @Override
  public void close() {
    signals.close(options.closeLimit());
  }

  private static void put(
      Map<OwnSignal, TelemetryDestination> wanted,
      OwnSignal signal,
      @Nullable TelemetryDestination destination) {
    if (destination != null) {
      wanted.put(signal, destination);
    }
  }

  private Tracer tracer() {
    TracesPipeline pipeline = traces.current();
    return pipeline == null ? TracerProvider.noop().get(SCOPE) : pipeline.tracer();
  }

  private @Nullable LoggerProvider loggers() {
    LogsPipeline pipeline = logs.current();
    return pipeline == null ? null : pipeline.loggers();
  }

  private MetricsPipeline metricsTo(TelemetryDestination destination) {
    return new MetricsPipeline(
        destination,
        SdkResource.of(resource),
        options.metricInterval(),
        Arrays.asList(
            sessionMetrics,
            applyRecorder,
            outcomes,
            new ProcessMetrics(new ProcessStatus(new File("/proc/self")))),
        outcomes,
        threads);
  }

  private TracesPipeline tracesTo(TelemetryDestination destination) {
    return new TracesPipeline(
        destination, SdkResource.of(resource), options.batchDelay(), outcomes, threads);
  }

  private LogsPipeline logsTo(TelemetryDestination destination) {
    return new LogsPipeline(
        destination, SdkResource.of(resource), options.batchDelay(), outcomes, threads);
  }
}

package dev.opamp.javaagent.telemetry.reader;

import dev.opamp.javaagent.log.AgentLogger;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A periodic reader whose interval, limits and exporter can change without a reset of its streams.
 * It collects from {@link #start} to {@link #finish}, on the reader thread.
 *
 * <p>All methods may be called from any thread and take effect in the order of the calls. {@link
 * #suspend} holds at once; a collection that is under way ends.
 */
public final class LiveMetricReader implements MetricReader {

  private static final AgentLogger LOG = AgentLogger.get(LiveMetricReader.class);

  private final ReaderThread thread;
  private final StreamShape shape;
  private volatile CollectionRegistration registration = CollectionRegistration.noop();
  private volatile boolean suspended;

  // For the reader thread only.
  private ExportLane lane;
  private ReaderSettings settings;
  private long lastDue;
  private @Nullable Future<?> due;
  private boolean finished;
  private boolean deltasOnly;
  private Collection<MetricData> last = Collections.emptyList();

  /**
   * Creates a reader that does not collect yet.
   *
   * @param lane not used before {@link #acquire}
   */
  public LiveMetricReader(
      ReaderThread thread, StreamShape shape, ExportLane lane, ReaderSettings settings) {
    this.thread = thread;
    this.shape = shape;
    this.lane = lane;
    this.settings = settings;
  }

  /** Keeps the exporter open until {@link #sweep}. */
  public void acquire() {
    thread.run(() -> lane.acquire());
  }

  /**
   * Begins to collect.
   *
   * @param since when its streams began, by {@link System#nanoTime}; an interval later it collects
   */
  public void start(long since) {
    thread.run(
        () -> {
          if (!finished) {
            lastDue = since;
            schedule();
          }
        });
  }

  /** Keeps the reader from collecting. */
  public void suspend() {
    suspended = true;
  }

  /** Exports no cumulative values from now on. */
  public void keepDeltasOnly() {
    thread.run(() -> deltasOnly = true);
  }

  /** Lets a suspended reader collect again when it is due. */
  public void resume() {
    suspended = false;
  }

  /**
   * Goes on with other settings. What was recorded until now goes to the exporter so far.
   *
   * @param nextLane wants streams of the same shape
   */
  public void follow(ExportLane nextLane, ReaderSettings nextSettings) {
    thread.run(
        () -> {
          if (!finished) {
            moveTo(nextLane);
            settings = nextSettings;
            if (due != null) {
              schedule();
            }
          }
        });
  }

  private void moveTo(ExportLane nextLane) {
    if (nextLane == lane) {
      return;
    }
    // What was never started, or is about to be replaced, has its collection yet to come.
    if (due != null && !suspended) {
      lane.export(collect(), settings);
    }
    nextLane.acquire();
    lane.release();
    lane = nextLane;
  }

  /** Collects for the last time but one, also when suspended; the result is that of the export. */
  public CompletableResultCode finish() {
    CompletableResultCode result = new CompletableResultCode();
    thread.run(
        () -> {
          if (due != null) {
            due.cancel(false);
            due = null;
          }
          finished = true;
          last = collect();
          forward(lane.export(last, settings), result);
        });
    return result;
  }

  /**
   * Exports what was recorded since {@link #finish} by threads that had held their instrument all
   * the time, if any, and gives the exporter up.
   */
  public CompletableResultCode sweep() {
    CompletableResultCode result = new CompletableResultCode();
    thread.run(
        () -> {
          List<MetricData> late = new ArrayList<>(collect());
          late.removeAll(new HashSet<>(last));
          last = Collections.emptyList();
          forward(lane.export(late, settings), result);
          lane.release();
        });
    return result;
  }

  private static void forward(CompletableResultCode export, CompletableResultCode result) {
    export.whenComplete(
        () -> {
          if (export.isSuccess()) {
            result.succeed();
          } else {
            result.fail();
          }
        });
  }

  private void schedule() {
    if (due != null) {
      due.cancel(false);
    }
    long wait = lastDue + settings.interval.toNanos() - System.nanoTime();
    due = thread.schedule(this::tick, Duration.ofNanos(Math.max(0, wait)));
  }

  /** While an export takes longer than an interval, what is recorded waits in the streams. */
  private void tick() {
    long interval = settings.interval.toNanos();
    long now = System.nanoTime();
    lastDue = now - lastDue < 2 * interval ? lastDue + interval : now;
    if (!suspended && !lane.isBusy()) {
      lane.export(collect(), settings);
    }
    schedule();
  }

  private Collection<MetricData> collect() {
    try {
      Collection<MetricData> collected = registration.collectAllMetrics();
      return deltasOnly ? StreamShape.withoutCumulative(collected) : collected;
    } catch (RuntimeException | Error e) {
      // Also what the JVM lacked for a moment: the next collection is due all the same.
      LOG.warn("metrics could not be collected", e);
      return Collections.emptyList();
    }
  }

  @Override
  public CompletableResultCode forceFlush() {
    CompletableResultCode result = new CompletableResultCode();
    thread.run(
        () -> {
          Collection<MetricData> metrics = finished ? Collections.emptyList() : collect();
          forward(lane.export(metrics, settings), result);
        });
    return result;
  }

  /** Does nothing: whoever made the reader calls {@link #finish}. */
  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public void register(CollectionRegistration newRegistration) {
    this.registration = newRegistration;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
    return shape.temporality(instrumentType);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType instrumentType) {
    return shape.aggregation(instrumentType);
  }

  /** What is collected may wait for the exporter while the streams are collected again. */
  @Override
  public MemoryMode getMemoryMode() {
    return MemoryMode.IMMUTABLE_DATA;
  }
}

package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.lang.reflect.Method;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One periodic metric reader that the application has built. */
final class HostReader {

  private final Object reader;
  private final SdkField exporterField;
  private final MetricExporter own;
  private final SwitchableMetricExporter exporter;
  private final @Nullable SdkField future;
  private final @Nullable ScheduledExecutorService scheduler;
  private final @Nullable Runnable tick;
  private final long ownInterval;
  private long interval;

  private HostReader(Object reader, SdkField exporterField, MetricExporter own) {
    this.reader = reader;
    this.exporterField = exporterField;
    this.own = own;
    this.exporter = new SwitchableMetricExporter(own);
    this.future = SdkField.find(reader, "scheduledFuture");
    Object executor = SdkField.read(reader, "scheduler");
    this.scheduler =
        executor instanceof ScheduledExecutorService ? (ScheduledExecutorService) executor : null;
    this.tick = tick(reader);
    this.ownInterval = SdkField.number(reader, "intervalNanos", 0);
    this.interval = ownInterval;
  }

  /** Returns the reader, or null when it is of another kind or of an unknown version. */
  static @Nullable HostReader of(Object reader) {
    SdkField field = SdkField.find(reader, "exporter");
    Object own = field == null ? null : field.get();
    boolean periodic = TypeName.of(reader).equals("PeriodicMetricReader");
    return periodic && field != null && own instanceof MetricExporter
        ? new HostReader(reader, field, (MetricExporter) own)
        : null;
  }

  /** What the reader does when its time has come; until 1.67 an object, from then on a method. */
  private static @Nullable Runnable tick(Object reader) {
    Object scheduled = SdkField.read(reader, "scheduled");
    if (scheduled instanceof Runnable) {
      return (Runnable) scheduled;
    }
    try {
      Method offer = reader.getClass().getDeclaredMethod("offerTick");
      offer.setAccessible(true);
      return () -> {
        try {
          offer.invoke(reader);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("the metric reader cannot be called", e);
        }
      };
    } catch (NoSuchMethodException | RuntimeException e) {
      return null;
    }
  }

  boolean hasInterval() {
    return future != null && scheduler != null && tick != null;
  }

  MetricExporter own() {
    return own;
  }

  SwitchableMetricExporter exporter() {
    return exporter;
  }

  long intervalNanos() {
    return interval;
  }

  /** Has the exporter stand in the reader, or the application's own. */
  void install(boolean switchable) {
    MetricExporter wanted = switchable ? exporter : own;
    if (exporterField.get() != wanted) {
      exporterField.set(wanted);
    }
  }

  /**
   * Collects at another interval from now on.
   *
   * @param nanos 0 for the application's own
   */
  void every(long nanos) {
    long next = nanos == 0 ? ownInterval : nanos;
    if (next == interval || future == null || scheduler == null || tick == null) {
      return;
    }
    Object running = future.get();
    // One that is not running was shut down, and must not be started again.
    if (running instanceof ScheduledFuture && !((ScheduledFuture<?>) running).isCancelled()) {
      try {
        future.set(scheduler.scheduleAtFixedRate(tick, next, next, TimeUnit.NANOSECONDS));
        ((ScheduledFuture<?>) running).cancel(false);
      } catch (RejectedExecutionException e) {
        // The application is just shutting it down.
        return;
      }
    }
    interval = next;
  }

  @Override
  public String toString() {
    return TypeName.of(reader);
  }
}

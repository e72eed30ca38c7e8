package dev.opamp.javaagent.telemetry.reader;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An exporter and what waits for it: one export at a time, in order, each for a limited time. It
 * outlives the readers that use it, one generation of the provider after the other, and closes the
 * exporter only when none is left.
 *
 * <p>Unless it says otherwise, a method is for the reader thread only. It never blocks there: the
 * exporter, which may, is called on other threads.
 */
public final class ExportLane {

  private final ReaderThread thread;
  private final MetricExporter exporter;
  private final ExportTally tally;
  private final Queue<ExportJob> jobs = new ArrayDeque<>();
  private final Queue<Runnable> whenIdle = new ArrayDeque<>();
  private boolean exporting;
  private int users;
  private @Nullable Runnable whenUnused;

  /** Creates a lane without users. */
  public ExportLane(ReaderThread thread, MetricExporter exporter, ExportTally tally) {
    this.thread = thread;
    this.exporter = exporter;
    this.tally = tally;
  }

  /** Returns the exporter, to be asked what streams it wants. */
  public MetricExporter exporter() {
    return exporter;
  }

  /** Delivers what waits; from any thread. */
  public CompletableResultCode flush() {
    CompletableResultCode result = new CompletableResultCode();
    thread.run(
        () ->
            onceIdle(
                () ->
                    ExporterCalls.copy(
                        thread.calls().call(exporter::flush, new CompletableResultCode()),
                        result)));
    return result;
  }

  /** Closes the exporter once no reader uses it and nothing waits; from any thread. */
  public CompletableResultCode shutdown() {
    CompletableResultCode result = new CompletableResultCode();
    thread.run(
        () -> {
          whenUnused =
              () ->
                  onceIdle(
                      () ->
                          ExporterCalls.copy(
                              thread.calls().call(exporter::shutdown, new CompletableResultCode()),
                              result));
          closeIfUnused();
        });
    return result;
  }

  void acquire() {
    users++;
  }

  void release() {
    users--;
    closeIfUnused();
  }

  private void closeIfUnused() {
    Runnable close = whenUnused;
    if (users == 0 && close != null) {
      whenUnused = null;
      close.run();
    }
  }

  boolean isBusy() {
    return !jobs.isEmpty();
  }

  /** Exports after all that was given before. */
  CompletableResultCode export(Collection<MetricData> metrics, ReaderSettings settings) {
    ExportJob job = new ExportJob(metrics, settings);
    jobs.add(job);
    next();
    return job.result();
  }

  private void onceIdle(Runnable task) {
    whenIdle.add(task);
    next();
  }

  private void next() {
    while (!exporting && !jobs.isEmpty() && jobs.element().isDone()) {
      jobs.remove().end();
    }
    if (exporting) {
      return;
    }
    if (jobs.isEmpty()) {
      for (Runnable task = whenIdle.poll(); task != null; task = whenIdle.poll()) {
        task.run();
      }
    } else {
      exporting = true;
      export(jobs.element());
    }
  }

  private void export(ExportJob job) {
    Collection<MetricData> batch = job.nextBatch();
    CompletableResultCode returned = new CompletableResultCode();
    CompletableResultCode answer = thread.calls().call(() -> exporter.export(batch), returned);
    CompletableResultCode result = tally.track(batch.size(), bounded(answer, job.settings()));
    // Who has not come back from one export must not be given another, however late it is.
    CompletableResultCode.ofAll(Arrays.asList(result, returned))
        .whenComplete(
            () ->
                thread.run(
                    () -> {
                      exporting = false;
                      job.exported(result.isSuccess());
                      next();
                    }));
  }

  private CompletableResultCode bounded(CompletableResultCode raw, ReaderSettings settings) {
    if (raw.isDone() || settings.timeout.isZero()) {
      return raw;
    }
    CompletableResultCode bounded = new CompletableResultCode();
    Throwable late =
        new TimeoutException("no answer within " + settings.timeout.toMillis() + " ms");
    Future<?> timer = thread.schedule(() -> bounded.failExceptionally(late), settings.timeout);
    raw.whenComplete(
        () -> {
          timer.cancel(false);
          ExporterCalls.copy(raw, bounded);
        });
    return bounded;
  }
}

package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.RetryAfter;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One export: attempts one after the other, until one has an answer that counts. Thread-safe. */
final class ExportAttempts implements Callback {

  private static final String SHUT_DOWN = "the exporter was shut down";

  private final ExportChannel channel;
  private final ScheduledExecutorService timer;
  private final MessageWriter message;
  private final RetryPlan plan;
  private final ExportOutcome outcome;
  private final Consumer<ExportAttempts> ended;
  private @Nullable Call call;
  private @Nullable Future<?> wait;
  private boolean cancelled;

  /**
   * An export that is not begun yet.
   *
   * @param ended called when nothing more is going to happen, before the outcome is told
   */
  ExportAttempts(
      ExportChannel channel,
      ScheduledExecutorService timer,
      MessageWriter message,
      RetryPlan plan,
      ExportOutcome outcome,
      Consumer<ExportAttempts> ended) {
    this.channel = channel;
    this.timer = timer;
    this.message = message;
    this.plan = plan;
    this.outcome = outcome;
    this.ended = ended;
  }

  /** Makes the first attempt, as soon as the receiver wants to hear from us again. */
  void start() {
    long now = System.nanoTime();
    long held = channel.holdOff().remainingNanos(now);
    if (held == 0) {
      attempt();
    } else if (plan.fits(held, now)) {
      attemptAfter(Duration.ofNanos(held));
    } else {
      // Without the time that is left: it would make every failure a new one to report.
      failed(new IOException("the receiver asked not to be sent to for a while"));
    }
  }

  /** Ends it as failed, whatever it is doing. */
  void cancel() {
    Call cut;
    synchronized (this) {
      cancelled = true;
      cut = call;
      if (wait != null) {
        wait.cancel(false);
      }
    }
    if (cut != null) {
      cut.cancel();
    }
    failed(new IOException(SHUT_DOWN));
  }

  private void attempt() {
    try {
      Call next = channel.newCall(message, plan.remainingNanos(System.nanoTime()));
      if (take(next)) {
        next.enqueue(this);
      }
    } catch (IOException | RuntimeException | Error e) {
      // An Error above all where no thread can be made: the host may recover, and so must we.
      failed(e);
    }
  }

  private synchronized boolean take(Call next) {
    call = next;
    return !cancelled;
  }

  @Override
  public void onFailure(Call failed, IOException failure) {
    Duration next = plan.isRetryable(failure) ? plan.next(null, System.nanoTime()) : null;
    if (next == null) {
      failed(failure);
    } else {
      attemptAfter(next);
    }
  }

  @Override
  public void onResponse(Call answered, Response response) {
    try (Response closed = response) {
      Duration next = RetryPlan.isRetryable(closed.code()) ? waitAfter(closed) : null;
      if (next == null) {
        answered(channel.read(closed));
      } else {
        attemptAfter(next);
      }
    } catch (RuntimeException | Error e) {
      // Nobody else would end this export.
      failed(e);
    }
  }

  private @Nullable Duration waitAfter(Response response) {
    Duration asked =
        RetryAfter.parse(response.header("Retry-After"), response.header("Date"), Instant.now());
    long now = System.nanoTime();
    return plan.next(channel.holdOff().ask(asked, now), now);
  }

  private synchronized void attemptAfter(Duration delay) {
    if (cancelled) {
      return;
    }
    try {
      wait = timer.schedule(this::attempt, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      failed(new IOException(SHUT_DOWN, e));
    }
  }

  private void answered(HttpResponse answer) {
    ended.accept(this);
    outcome.answered(answer);
  }

  private void failed(Throwable failure) {
    ended.accept(this);
    outcome.failed(failure);
  }
}

package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One export: attempts one after the other, until one has an answer that counts. Thread-safe. */
final class ExportAttempts {

  private static final String SHUT_DOWN = "the exporter was shut down";
  private static final String LATE = "no answer within the timeout of the exporter";

  private final ExportChannel channel;
  private final SendThreads threads;
  private final MessageWriter message;
  private final RetryPlan plan;
  private final ExportOutcome outcome;
  private final Consumer<ExportAttempts> ended;
  private @Nullable Socket inUse;
  private @Nullable Future<?> wait;
  private boolean cancelled;
  private boolean cutOff;

  /**
   * An export that is not begun yet.
   *
   * @param ended called when nothing more is going to happen, before the outcome is told
   */
  ExportAttempts(
      ExportChannel channel,
      SendThreads threads,
      MessageWriter message,
      RetryPlan plan,
      ExportOutcome outcome,
      Consumer<ExportAttempts> ended) {
    this.channel = channel;
    this.threads = threads;
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
    Socket cut;
    synchronized (this) {
      cancelled = true;
      cut = inUse;
      if (wait != null) {
        wait.cancel(false);
      }
    }
    if (cut != null) {
      close(cut);
    }
    failed(new IOException(SHUT_DOWN));
  }

  private static void close(Socket cut) {
    try {
      cut.close();
    } catch (IOException e) {
      // It is of no use either way.
    }
  }

  private void attempt() {
    try {
      threads.requests().execute(this::exchange);
    } catch (RuntimeException | Error e) {
      // An Error above all where no thread can be made: the host may recover, and so must we.
      failed(e);
    }
  }

  /** Nobody else would end this export, whatever happens here. */
  private void exchange() {
    try {
      exchangeUntil(plan.deadlineNanos());
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void exchangeUntil(long deadlineNanos) {
    long left = deadlineNanos - System.nanoTime();
    if (isCancelled()) {
      return;
    }
    if (left <= 0) {
      failed(new IOException(LATE));
      return;
    }
    ExportRequest request;
    try {
      request = channel.request(message);
    } catch (IOException e) {
      failed(e);
      return;
    }
    ReceivedAnswer answer;
    Future<?> limit = threads.timer().schedule(this::cutOff, left, TimeUnit.NANOSECONDS);
    try {
      answer = channel.exchange(request, deadlineNanos, this::use);
    } catch (IOException e) {
      unanswered(isCutOff() ? new IOException(LATE, e) : e);
      return;
    } finally {
      limit.cancel(false);
    }
    received(answer);
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private synchronized boolean isCutOff() {
    return cutOff;
  }

  /** The one thing that ends a handshake, a write or a read, whatever the receiver does. */
  private void cutOff() {
    Socket cut;
    synchronized (this) {
      cutOff = true;
      cut = inUse;
    }
    if (cut != null) {
      close(cut);
    }
  }

  /** Remembers what to close when it is cancelled, which it may be already. */
  private void use(@Nullable Socket socket) {
    boolean late;
    synchronized (this) {
      inUse = socket;
      late = cancelled || cutOff;
    }
    if (late && socket != null) {
      close(socket);
    }
  }

  private void unanswered(IOException failure) {
    Duration next = plan.isRetryable(failure) ? plan.next(null, System.nanoTime()) : null;
    if (next == null) {
      failed(failure);
    } else {
      attemptAfter(next);
    }
  }

  private void received(ReceivedAnswer answer) {
    Duration next = RetryPlan.isRetryable(answer.getStatusCode()) ? waitAfter(answer) : null;
    if (next == null) {
      answered(answer);
    } else {
      attemptAfter(next);
    }
  }

  private @Nullable Duration waitAfter(ReceivedAnswer answer) {
    long now = System.nanoTime();
    return plan.next(channel.holdOff().ask(answer.retryAfter(), now), now);
  }

  private synchronized void attemptAfter(Duration delay) {
    if (cancelled) {
      return;
    }
    try {
      wait = threads.timer().schedule(this::attempt, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      failed(new IOException(SHUT_DOWN, e));
    } catch (OutOfMemoryError e) {
      // No thread for the timer.
      failed(e);
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

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
  private @Nullable Future<?> limit;
  private boolean over;

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
    if (held > 0 && !plan.fits(held, now)) {
      // Without the time that is left: it would make every failure a new one to report.
      failed(new IOException("the receiver asked not to be sent to for a while"));
      return;
    }
    if (!isLimited(plan.deadlineNanos() - now)) {
      return;
    }
    if (held == 0) {
      attempt();
    } else {
      attemptAfter(Duration.ofNanos(held));
    }
  }

  private boolean isLimited(long nanos) {
    try {
      Future<?> end = threads.timer().schedule(this::cutOff, nanos, TimeUnit.NANOSECONDS);
      synchronized (this) {
        limit = end;
      }
      return true;
    } catch (RuntimeException | Error e) {
      failed(e);
      return false;
    }
  }

  /** The one thing that ends a look-up, a handshake, a write or a read, whoever is at fault. */
  private void cutOff() {
    failed(new IOException(LATE));
  }

  /** Ends it as failed, whatever it is doing. */
  void cancel() {
    failed(new IOException(SHUT_DOWN));
  }

  private static void close(@Nullable Socket cut) {
    if (cut == null) {
      return;
    }
    try {
      cut.close();
    } catch (IOException e) {
      // It is of no use either way.
    }
  }

  private void attempt() {
    if (isOver()) {
      return;
    }
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
      exchangeOnce();
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void exchangeOnce() {
    if (isOver()) {
      // What was told to have failed is not to arrive.
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
    try {
      answer = channel.exchange(request, plan.deadlineNanos(), this::use);
    } catch (IOException e) {
      unanswered(e);
      return;
    }
    received(answer);
  }

  private synchronized boolean isOver() {
    return over;
  }

  /** Remembers what to close when it is over, which it may be already. */
  private synchronized void use(@Nullable Socket socket) {
    inUse = socket;
    if (over) {
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

  private void attemptAfter(Duration delay) {
    try {
      keep(threads.timer().schedule(this::attempt, delay.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      failed(new IOException(SHUT_DOWN, e));
    } catch (OutOfMemoryError e) {
      // No thread for the timer.
      failed(e);
    }
  }

  private synchronized void keep(Future<?> next) {
    wait = next;
    if (over) {
      cancel(next);
    }
  }

  private void answered(HttpResponse answer) {
    end();
    outcome.answered(answer);
  }

  private void failed(Throwable failure) {
    end();
    outcome.failed(failure);
  }

  private void end() {
    synchronized (this) {
      over = true;
      close(inUse);
      cancel(limit);
      cancel(wait);
    }
    ended.accept(this);
  }

  private static void cancel(@Nullable Future<?> later) {
    if (later != null) {
      later.cancel(false);
    }
  }
}

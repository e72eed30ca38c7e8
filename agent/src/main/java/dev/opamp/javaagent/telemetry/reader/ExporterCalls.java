package dev.opamp.javaagent.telemetry.reader;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls exporters off the reader thread: some answer only when they have delivered, and one that
 * waits for its receiver must not keep the readers of others from collecting. There are as many
 * threads as exporters that are being called, daemons that end when idle.
 */
final class ExporterCalls {

  private static final long IDLE_SECONDS = 5;

  private final ThreadPoolExecutor executor;

  ExporterCalls(ThreadFactory threads) {
    this.executor =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads);
  }

  /**
   * Makes a call.
   *
   * @param returned told when the call has come back, whatever its answer is then
   * @return the answer; a failure if the call threw
   */
  CompletableResultCode call(Supplier<CompletableResultCode> call, CompletableResultCode returned) {
    CompletableResultCode answer = new CompletableResultCode();
    try {
      executor.execute(() -> make(call, answer, returned));
    } catch (RuntimeException | Error e) {
      // No thread could be started.
      answer.failExceptionally(e);
      returned.succeed();
    }
    return answer;
  }

  private static void make(
      Supplier<CompletableResultCode> call,
      CompletableResultCode answer,
      CompletableResultCode returned) {
    try {
      copy(call.get(), answer);
    } catch (RuntimeException | Error e) {
      answer.failExceptionally(e);
    } finally {
      returned.succeed();
    }
  }

  static void copy(CompletableResultCode from, CompletableResultCode to) {
    from.whenComplete(
        () -> {
          Throwable cause = from.getFailureThrowable();
          if (from.isSuccess()) {
            to.succeed();
          } else if (cause == null) {
            to.fail();
          } else {
            to.failExceptionally(cause);
          }
        });
  }
}

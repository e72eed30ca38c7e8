package dev.opamp.javaagent.telemetry.attach;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The building of one SDK on a thread of the agent, which applications wait for. */
final class SdkBuild {

  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile @Nullable Thread builder;
  private volatile @Nullable LentSdk result;

  /**
   * Starts to build unless that was done before.
   *
   * @param body builds the SDK; null or an exception means that there is none
   * @param failed told the exception
   */
  void begin(Executor executor, Callable<@Nullable BuiltSdk> body, Consumer<Throwable> failed) {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(() -> run(body, failed));
    } catch (RuntimeException | Error e) {
      finished.countDown();
      failed.accept(e);
    }
  }

  private void run(Callable<@Nullable BuiltSdk> body, Consumer<Throwable> failed) {
    builder = Thread.currentThread();
    try {
      BuiltSdk sdk = body.call();
      result = sdk == null ? null : new LentSdk(sdk);
    } catch (Throwable t) {
      failed.accept(t);
    } finally {
      builder = null;
      finished.countDown();
    }
  }

  /** Ends the waiting; a build that was not begun never is. */
  void abandon() {
    begun.set(true);
    finished.countDown();
  }

  /** Returns whether the caller is what builds, and must not wait for itself. */
  boolean runsHere() {
    return Thread.currentThread() == builder;
  }

  /** Returns the SDK, or null while there is none. */
  @Nullable LentSdk result() {
    return result;
  }

  boolean isFinished() {
    return finished.getCount() == 0;
  }

  /** Waits for the end of the build, deaf to interrupts, which stay pending. */
  boolean await(long timeoutNanos) {
    long deadline = System.nanoTime() + timeoutNanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return finished.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

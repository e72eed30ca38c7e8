package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts of one export are repeated, and when. What a receiver asks for with {@code
 * Retry-After} takes the place of the back-off, and nothing goes beyond the time that the export
 * has. Not thread-safe.
 */
final class RetryPlan {

  /** The statuses that the OTLP specification names; no other is repeated. */
  private static final Set<Integer> RETRYABLE =
      Collections.unmodifiableSet(new HashSet<>(Arrays.asList(429, 502, 503, 504)));

  private final @Nullable RetryPolicy policy;
  private final DoubleSupplier random;
  private final long deadlineNanos;
  private int attempts;
  private double ceilingNanos;

  /**
   * A plan for one export.
   *
   * @param policy null when nothing is to be repeated
   * @param random between 0 and 1, so that many clients do not come back together
   * @param deadlineNanos {@code System.nanoTime()} at which the export has failed
   */
  RetryPlan(@Nullable RetryPolicy policy, DoubleSupplier random, long deadlineNanos) {
    this.policy = policy;
    this.random = random;
    this.deadlineNanos = deadlineNanos;
    this.ceilingNanos = policy == null ? 0 : policy.getInitialBackoff().toNanos();
  }

  static boolean isRetryable(int status) {
    return RETRYABLE.contains(status);
  }

  /** Whether a request without an answer is worth repeating. */
  boolean isRetryable(IOException failure) {
    Predicate<IOException> asked = policy == null ? null : policy.getRetryExceptionPredicate();
    if (asked != null) {
      return asked.test(failure);
    }
    boolean cut =
        failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
    boolean pointless =
        failure instanceof SSLHandshakeException
            || failure instanceof SSLPeerUnverifiedException
            || failure instanceof ProtocolException;
    return !cut && !pointless;
  }

  /**
   * Returns how long to wait before the next attempt; null when there is to be none.
   *
   * @param asked what the receiver asked for
   */
  @Nullable Duration next(@Nullable Duration asked, long nowNanos) {
    if (policy == null || ++attempts >= policy.getMaxAttempts()) {
      return null;
    }
    double spread = random.getAsDouble();
    double backoff = Math.min(ceilingNanos, (double) policy.getMaxBackoff().toNanos());
    ceilingNanos = backoff * policy.getBackoffMultiplier();
    long wait = asked == null ? (long) (backoff * (0.5 + 0.5 * spread)) : asked.toNanos();
    return fits(wait, nowNanos) ? Duration.ofNanos(wait) : null;
  }

  /** Whether there is time for an attempt after that wait. */
  boolean fits(long waitNanos, long nowNanos) {
    return waitNanos < remainingNanos(nowNanos);
  }

  /** {@code System.nanoTime()} at which the export has failed. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  private long remainingNanos(long nowNanos) {
    return deadlineNanos - nowNanos;
  }
}

package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.Backoff;
import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next connection. It counts sessions that never proved themselves, not
 * dials: a server that accepts and closes is backed off from like one that is away.
 */
final class ReconnectPolicy {

  private static final Duration BACKOFF_INITIAL = Duration.ofSeconds(1);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(30);
  private static final Duration SLOW_INITIAL = Duration.ofSeconds(30);
  private static final Duration SLOW_CAP = Duration.ofMinutes(10);
  private static final double SLOW_JITTER = 0.2;
  private static final Duration ASKED_MIN = Duration.ofSeconds(1);
  private static final Duration ASKED_MAX = Duration.ofHours(1);
  private static final double ASKED_JITTER = 0.1;

  private final Backoff backoff;
  private final Random random;
  private final BooleanSupplier halfDuplex;
  private Duration slow = SLOW_INITIAL;
  private boolean proved;

  ReconnectPolicy(BooleanSupplier halfDuplex, Random random) {
    this.backoff = new Backoff(BACKOFF_INITIAL, BACKOFF_CAP, random);
    this.random = random;
    this.halfDuplex = halfDuplex;
  }

  /** The session works; the next failure is the first one. */
  void proved() {
    proved = true;
    backoff.reset();
    slow = SLOW_INITIAL;
  }

  /** The connection ended, or never came to be. */
  Duration afterClose(CloseCause cause) {
    boolean wasProved = proved;
    proved = false;
    if (cause.isThrottled()) {
      return asked(cause.retryAfter());
    }
    if (isRefused(cause)) {
      return slow();
    }
    return wasProved && !halfDuplex.getAsBoolean() && isAccident(cause)
        ? Duration.ZERO
        : backoff.next();
  }

  /** The server said it is unavailable, and perhaps for how long. */
  Duration afterUnavailable(@Nullable Duration retryAfter) {
    proved = false;
    return asked(retryAfter);
  }

  /** The server never answered. */
  Duration afterSilence() {
    proved = false;
    return backoff.next();
  }

  private Duration asked(@Nullable Duration wait) {
    if (wait == null) {
      return slow();
    }
    Duration floor = wait.compareTo(ASKED_MIN) < 0 ? ASKED_MIN : wait;
    return withJitter(floor.compareTo(ASKED_MAX) > 0 ? ASKED_MAX : floor, ASKED_JITTER);
  }

  private Duration slow() {
    Duration base = slow;
    Duration doubled = base.multipliedBy(2);
    slow = doubled.compareTo(SLOW_CAP) > 0 ? SLOW_CAP : doubled;
    return withJitter(base, SLOW_JITTER);
  }

  private Duration withJitter(Duration base, double share) {
    return base.plusNanos((long) (base.toNanos() * share * random.nextDouble()));
  }

  /** Answers that a quick repetition does not change. */
  private static boolean isRefused(CloseCause cause) {
    return cause.kind() == CloseCause.Kind.HTTP_STATUS
        && (cause.code() == 401
            || cause.code() == 403
            || cause.code() == 404
            || cause.code() == 407);
  }

  /** A broken link, unless the server closed it with a code that asks to stay away a while. */
  private static boolean isAccident(CloseCause cause) {
    switch (cause.kind()) {
      case NETWORK:
        return true;
      case SERVER_CLOSE:
        return cause.code() != 1008 && cause.code() != 1012 && cause.code() != 1013;
      default:
        return false;
    }
  }
}

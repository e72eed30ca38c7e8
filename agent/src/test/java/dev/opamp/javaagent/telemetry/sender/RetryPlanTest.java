package dev.opamp.javaagent.telemetry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OWN-18")
class RetryPlanTest {

  private static final RetryPolicy POLICY =
      RetryPolicy.builder()
          .setMaxAttempts(5)
          .setInitialBackoff(Duration.ofSeconds(1))
          .setBackoffMultiplier(2)
          .setMaxBackoff(Duration.ofSeconds(3))
          .build();
  private static final long TEN_SECONDS = TimeUnit.SECONDS.toNanos(10);

  private static RetryPlan plan(double random) {
    return new RetryPlan(POLICY, () -> random, TEN_SECONDS);
  }

  @Test
  void repeatsTheFourStatusesOfOtlpAndNoOther() {
    List<Integer> repeated = new ArrayList<>();
    for (int status = 100; status < 600; status++) {
      if (RetryPlan.isRetryable(status)) {
        repeated.add(status);
      }
    }
    assertThat(repeated).containsExactly(429, 502, 503, 504);
  }

  @Test
  void backsOffUpToTheCapAndTheNumberOfAttempts() {
    RetryPlan plan = plan(1);

    assertThat(plan.next(null, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(plan.next(null, 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(plan.next(null, 0)).isEqualTo(Duration.ofSeconds(3));
    assertThat(plan.next(null, 0)).isEqualTo(Duration.ofSeconds(3));
    assertThat(plan.next(null, 0)).isNull();
  }

  @Test
  void spreadsTheWaits() {
    assertThat(plan(0).next(null, 0)).isEqualTo(Duration.ofMillis(500));
    assertThat(plan(0.5).next(null, 0)).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void takesWhatTheReceiverAskedForInstead() {
    RetryPlan plan = plan(1);

    assertThat(plan.next(Duration.ofSeconds(7), 0)).isEqualTo(Duration.ofSeconds(7));
    assertThat(plan.next(Duration.ofMillis(1), 0)).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void givesUpWhatWouldTakeLongerThanTheExportHas() {
    assertThat(plan(1).next(Duration.ofSeconds(11), 0)).isNull();
    assertThat(plan(1).next(null, TimeUnit.MILLISECONDS.toNanos(9_500))).isNull();
    assertThat(plan(1).next(null, TimeUnit.MILLISECONDS.toNanos(8_500))).isNotNull();
  }

  @Test
  void repeatsNothingWithoutAPolicy() {
    assertThat(new RetryPlan(null, () -> 0, TEN_SECONDS).next(Duration.ofSeconds(1), 0)).isNull();
  }

  @Test
  void repeatsRequestsWithoutAnAnswerUnlessThatIsPointless() {
    RetryPlan plan = plan(1);

    assertThat(plan.isRetryable(new ConnectException())).isTrue();
    assertThat(plan.isRetryable(new SocketTimeoutException("Connect timed out"))).isTrue();
    assertThat(plan.isRetryable(new EOFException())).isTrue();
    assertThat(plan.isRetryable(new SSLHandshakeException("unknown CA"))).isFalse();
    assertThat(plan.isRetryable(new InterruptedIOException("timeout"))).isFalse();
  }

  @Test
  void obeysThePolicysOwnRuleForFailures() {
    RetryPolicy never = POLICY.toBuilder().setRetryExceptionPredicate(failure -> false).build();

    assertThat(new RetryPlan(never, () -> 0, TEN_SECONDS).isRetryable(new IOException())).isFalse();
  }
}

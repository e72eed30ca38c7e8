package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.CloseCause.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectPolicyTest {

  private final ReconnectPolicy policy = new ReconnectPolicy(() -> false, new Random(7));

  @Test
  @Tag("LIFE-01")
  void waitsGrowUpToACap() {
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      waits.add(policy.afterClose(cause(Kind.NETWORK, 0, null)));
    }

    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(30)) <= 0);
    assertThat(waits).allMatch(wait -> wait.toMillis() >= 100);
    assertThat(sum(waits.subList(0, 4))).isLessThan(sum(waits.subList(20, 24)));
  }

  @Test
  @Tag("ERR-26")
  @Tag("LIFE-01")
  void twoClientsDoNotStayInStep() {
    ReconnectPolicy other = new ReconnectPolicy(() -> false, new Random(8));

    assertThat(policy.afterClose(cause(Kind.NETWORK, 0, null)))
        .isNotEqualTo(other.afterClose(cause(Kind.NETWORK, 0, null)));
  }

  @Test
  @Tag("LIFE-04")
  void aProvedLinkIsRestoredAtOnceThenBacksOff() {
    policy.proved();

    assertThat(policy.afterClose(cause(Kind.NETWORK, 0, null))).isZero();
    assertThat(policy.afterClose(cause(Kind.NETWORK, 0, null))).isPositive();
  }

  @ParameterizedTest
  @Tag("LIFE-15")
  @ValueSource(ints = {1008, 1012, 1013})
  void aCloseThatAsksToStayAwayBacksOff(int code) {
    policy.proved();

    assertThat(policy.afterClose(cause(Kind.SERVER_CLOSE, code, null))).isPositive();
  }

  @ParameterizedTest
  @Tag("LIFE-15")
  @ValueSource(ints = {1000, 1001, 1011})
  void anyOtherCloseOfAProvedLinkReconnectsAtOnce(int code) {
    policy.proved();

    assertThat(policy.afterClose(cause(Kind.SERVER_CLOSE, code, null))).isZero();
  }

  @Test
  void aFailedExchangeOverHttpIsNeverRepeatedAtOnce() {
    ReconnectPolicy http = new ReconnectPolicy(() -> true, new Random(7));
    http.proved();

    assertThat(http.afterClose(cause(Kind.NETWORK, 0, null))).isPositive();
  }

  @ParameterizedTest
  @Tag("ERR-10")
  @Tag("ERR-20")
  @Tag("LIFE-02")
  @ValueSource(ints = {503, 429})
  void retryAfterIsHonoured(int status) {
    Duration wait = policy.afterClose(cause(Kind.HTTP_STATUS, status, Duration.ofSeconds(20)));

    assertThat(wait).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
  }

  @Test
  @Tag("ERR-12")
  void throttlingWithoutATimeWaitsHalfAMinuteAndLonger() {
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waits.add(policy.afterClose(cause(Kind.HTTP_STATUS, 503, null)));
    }

    assertThat(waits.get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(waits).isSorted();
  }

  @Test
  @Tag("ERR-09")
  @Tag("RB-26")
  void absurdWaitsAreClamped() {
    assertThat(policy.afterUnavailable(Duration.ZERO))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(policy.afterUnavailable(Duration.ofNanos(Long.MAX_VALUE)))
        .isLessThan(Duration.ofMinutes(67));
  }

  @Test
  @Tag("ERR-16")
  void retryAfterOnAnotherStatusDoesNotCount() {
    assertThat(policy.afterClose(cause(Kind.HTTP_STATUS, 500, Duration.ofHours(1))))
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @Tag("ERR-21")
  @ValueSource(ints = {401, 403, 404})
  void refusalsAreRetriedSlowly(int status) {
    assertThat(policy.afterClose(cause(Kind.HTTP_STATUS, status, null)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @Tag("ERR-22")
  @ValueSource(ints = {200, 302, 400, 405, 426, 500, 502, 504})
  void anyOtherStatusBacksOff(int status) {
    assertThat(policy.afterClose(cause(Kind.HTTP_STATUS, status, null))).isPositive();
  }

  private static Duration sum(List<Duration> waits) {
    return waits.stream().reduce(Duration.ZERO, Duration::plus);
  }

  private static CloseCause cause(Kind kind, int code, Duration retryAfter) {
    return new CloseCause(kind, code, "test", retryAfter);
  }
}

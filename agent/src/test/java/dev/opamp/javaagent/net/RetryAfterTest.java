package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

  @Test
  @Tag("ERR-11")
  void readsSeconds() {
    assertThat(RetryAfter.parse(" 120 ", null, NOW)).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fri, 06 Nov 2026 08:49:41 GMT",
        "Friday, 06-Nov-26 08:49:41 GMT",
        "Fri Nov  6 08:49:41 2026"
      })
  @Tag("ERR-11")
  void readsAllThreeDateFormats(String date) {
    Instant now = Instant.parse("2026-11-06T08:49:37Z");
    assertThat(RetryAfter.parse(date, null, now)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  @Tag("RB-40")
  void prefersTheServersClock() {
    Duration wait =
        RetryAfter.parse(
            "Sun, 06 Nov 1994 08:49:41 GMT",
            "Sun, 06 Nov 1994 08:49:31 GMT",
            NOW.plus(Duration.ofHours(5)));
    assertThat(wait).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "abc", "", "0", "1.5", "Sun, 06 Nov 1994 08:49:30 GMT", "Foo, 99 Bar 1994"})
  @Tag("ERR-13")
  @Tag("RB-26")
  void whatMakesNoSenseIsAbsent(String value) {
    assertThat(RetryAfter.parse(value, null, NOW)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "3601", "Sat, 06 Nov 2094 08:49:41 GMT"})
  @Tag("ERR-13")
  @Tag("RB-26")
  void veryLargeValuesAreCapped(String value) {
    assertThat(RetryAfter.parse(value, null, NOW)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  @Tag("ERR-16")
  void otherStatusesHaveNone() {
    assertThat(RetryAfter.of(500, "3", null, NOW)).isNull();
    assertThat(RetryAfter.of(503, "3", null, NOW)).isEqualTo(Duration.ofSeconds(3));
  }
}

package dev.opamp.javaagent.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LogWriterTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();
  private final LogWriter writer =
      new LogWriter(
          new PrintStream(bytes, true, StandardCharsets.UTF_8),
          new LogThrottle(5, Duration.ofMinutes(10).toNanos(), nanos::get),
          () -> 1_763_683_200_123L);

  @Test
  void lineHasUtcTimeLevelLoggerMessageAndCauseButNoStackTrace() {
    writer.write(LogLevel.WARN, "Session", "closed", new IllegalStateException("gone"));
    assertThat(lines())
        .containsExactly(
            "2025-11-21T00:00:00.123Z opamp-javaagent WARN Session: closed:"
                + " java.lang.IllegalStateException: gone");
  }

  @Test
  void stackTraceIsPrintedAtDebugOnly() {
    writer.setThreshold(LogLevel.DEBUG);
    writer.write(LogLevel.WARN, "Session", "closed", new IllegalStateException("gone"));
    assertThat(lines()).anyMatch(line -> line.contains("at " + getClass().getName()));
  }

  @Test
  void thresholdChangesLive() {
    writer.write(LogLevel.INFO, "L", "one", null);
    writer.setThreshold(LogLevel.INFO);
    writer.write(LogLevel.INFO, "L", "two", null);
    writer.setThreshold(LogLevel.OFF);
    writer.write(LogLevel.ERROR, "L", "three", null);
    writer.write(LogLevel.OFF, "L", "four", null);
    assertThat(lines()).singleElement().asString().endsWith("INFO L: two");
  }

  @Test
  void lineBreaksCannotForgeARecord() {
    writer.write(LogLevel.WARN, "L", "a\nb\r\nc", new IllegalStateException("first\nsecond"));
    assertThat(lines()).hasSize(1);
  }

  @Test
  @Tag("ERR-27")
  void outageOfADayWritesABoundedNumberOfLinesPerHour() {
    for (int second = 0; second < 24 * 3600; second += 5) {
      nanos.set(Duration.ofSeconds(second).toNanos());
      writer.write(LogLevel.WARN, "L", "connect failed, next attempt in " + second + " ms", null);
    }
    assertThat(lines().size()).isBetween(24, 24 * 36);
    assertThat(lines()).anyMatch(line -> line.endsWith("(suppressed 115)"));
  }

  @Test
  void listenerGetsWhatIsWrittenAndNeverItsOwnRecords() {
    List<String> heard = new ArrayList<>();
    LogListener listener =
        event -> {
          heard.add(event.level() + " " + event.logger() + " " + event.message());
          writer.write(LogLevel.ERROR, "Exporter", "from the listener", null);
        };
    writer.attach(listener);
    writer.write(LogLevel.DEBUG, "L", "below the threshold", null);
    writer.write(LogLevel.WARN, "L", "one", null);
    writer.detach(listener);
    writer.write(LogLevel.WARN, "L", "two", null);
    assertThat(heard).containsExactly("WARN L one");
    assertThat(lines()).hasSize(3);
  }

  @Test
  void listenerThatThrowsHarmsNobody() {
    writer.attach(
        event -> {
          throw new OutOfMemoryError("thrown on purpose");
        });
    assertThatCode(() -> writer.write(LogLevel.WARN, "L", "one", null)).doesNotThrowAnyException();
    assertThat(lines()).hasSize(1);
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}

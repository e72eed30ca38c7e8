package dev.opamp.javaagent.testing.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleToLongFunction;
import java.util.function.ToLongFunction;

/** How a fleet came back after an outage. */
record Returns(int sessions, int lost, List<Return> back) {

  Returns {
    back = back.stream().sorted(Comparator.comparingLong(Return::attemptMillis)).toList();
  }

  /** The time by which this share of those that came back had tried. */
  long attempted(double share) {
    return percentile(share, Return::attemptMillis);
  }

  /** The time by which this share of those that came back was answered. */
  long ready(double share) {
    return percentile(share, Return::readyMillis);
  }

  private long percentile(double share, ToLongFunction<Return> time) {
    long[] times = back.stream().mapToLong(time).sorted().toArray();
    int index = (int) Math.ceil(share * times.length) - 1;
    return times[Math.max(0, Math.min(times.length - 1, index))];
  }

  /** How many tried in each interval of this many milliseconds. */
  int[] perInterval(int millis) {
    int[] counts = new int[(int) (attempted(1) / millis) + 1];
    for (Return one : back) {
      counts[(int) (one.attemptMillis() / millis)]++;
    }
    return counts;
  }

  int peak(int millis) {
    int peak = 0;
    for (int count : perInterval(millis)) {
      peak = Math.max(peak, count);
    }
    return peak;
  }

  String summary() {
    return String.format(
            Locale.ROOT, "%d sessions, %d back, %d lost%n", sessions, back.size(), lost)
        + times("tried", this::attempted)
        + times("answered", this::ready)
        + String.format(
            Locale.ROOT,
            "tried at most %d in one second, %d in 100 ms%n"
                + "attempts per session: mean %.1f, max %d%n",
            peak(1000),
            peak(100),
            back.stream().mapToInt(Return::attempts).average().orElse(0),
            back.stream().mapToInt(Return::attempts).max().orElse(0));
  }

  private static String times(String what, DoubleToLongFunction time) {
    return String.format(
        Locale.ROOT,
        "%s after the server listened again: min %.1f s, median %.1f s, p95 %.1f s, max %.1f s%n",
        what,
        time.applyAsLong(0) / 1e3,
        time.applyAsLong(0.5) / 1e3,
        time.applyAsLong(0.95) / 1e3,
        time.applyAsLong(1) / 1e3);
  }

  void writeCsv(Path file) throws IOException {
    StringBuilder text = new StringBuilder("attempt_millis,ready_millis,attempts\n");
    for (Return one : back) {
      text.append(one.attemptMillis())
          .append(',')
          .append(one.readyMillis())
          .append(',')
          .append(one.attempts())
          .append('\n');
    }
    Files.writeString(file, text);
  }
}

package dev.opamp.javaagent.testing.benchmarks.latency;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The raw data of an earlier run of {@link ApplyLatency}. */
public final class RecordedLatency {

  private final List<Timing> timings;

  private RecordedLatency(List<Timing> timings) {
    this.timings = timings;
  }

  /** Reads what {@link LatencyReport} wrote. */
  public static RecordedLatency read(Path csv) throws IOException {
    return new RecordedLatency(
        Files.readAllLines(csv).stream().skip(1).map(RecordedLatency::timing).toList());
  }

  private static Timing timing(String line) {
    String[] cells = line.split(",", -1);
    return new Timing(
        Change.valueOf(cells[0].toUpperCase(Locale.ROOT)),
        Integer.parseInt(cells[1]),
        ByteString.EMPTY,
        Long.parseLong(cells[2]) * 1000,
        Long.parseLong(cells[3]) * 1000);
  }

  /** Milliseconds from the arrival of a changed parameter until it was in force. */
  public double parameterMillis(double share) {
    List<Timing> parameters =
        timings.stream().filter(timing -> timing.change().swap().equals("parameter")).toList();
    return new Percentiles(parameters, Timing::agentNanos).millis(share);
  }
}

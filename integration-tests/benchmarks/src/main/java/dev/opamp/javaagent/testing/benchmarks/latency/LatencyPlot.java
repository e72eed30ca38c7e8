package dev.opamp.javaagent.testing.benchmarks.latency;

import dev.opamp.javaagent.testing.benchmarks.Canvas;
import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** A row of dots for each kind of change, on a logarithmic axis of milliseconds. */
final class LatencyPlot {

  private static final int WIDTH = 980;
  private static final int LEFT = 310;
  private static final int RIGHT = 30;
  private static final int TOP = 50;
  private static final int ROW = 36;
  private static final double LEAST = 0.3;
  private static final double MOST = 3000;
  private static final Color AGENT = new Color(0xdd, 0x6b, 0x20, 0x70);
  private static final Color SERVER = new Color(0x2b, 0x6c, 0xb0, 0x70);

  private final LatencyReport report;
  private final int bottom = TOP + Change.values().length * ROW;

  LatencyPlot(LatencyReport report) {
    this.report = report;
  }

  void write(Path file) throws IOException {
    new Canvas(WIDTH, bottom + 50).write(file, this::draw);
  }

  private void draw(Graphics2D graphics) {
    axis(graphics);
    int y = TOP;
    for (Change change : Change.values()) {
      row(graphics, change, y);
      y += ROW;
    }
  }

  private void axis(Graphics2D graphics) {
    for (double millis : new double[] {0.3, 1, 3, 10, 30, 100, 300, 1000, 3000}) {
      graphics.setColor(new Color(0xe0, 0xe0, 0xe0));
      graphics.drawLine(x(millis), TOP, x(millis), bottom);
      graphics.setColor(Color.BLACK);
      String label = String.format(Locale.ROOT, millis < 1 ? "%.1f" : "%.0f", millis);
      graphics.drawString(label, x(millis) - 8, bottom + 18);
    }
    graphics.drawString("milliseconds; the bar is the median", LEFT + 200, bottom + 38);
    graphics.setColor(SERVER.darker());
    graphics.drawString("blue: from the server's send to APPLIED received", LEFT, 18);
    graphics.setColor(AGENT.darker());
    graphics.drawString(
        "orange: inside the agent, from its arrival until it is in force", LEFT, 36);
  }

  private void row(Graphics2D graphics, Change change, int y) {
    graphics.setColor(Color.BLACK);
    graphics.drawString(change.label(), 10, y + ROW / 2 + 4);
    dots(graphics, SERVER, y + ROW / 3, change, Timing::serverNanos);
    dots(graphics, AGENT, y + 2 * ROW / 3, change, Timing::agentNanos);
  }

  private void dots(
      Graphics2D graphics, Color colour, int y, Change change, ToLongFunction<Timing> nanos) {
    Percentiles times = new Percentiles(report.of(change), nanos);
    graphics.setColor(colour);
    for (double millis : times.all()) {
      graphics.fillOval(x(millis) - 3, y - 3, 6, 6);
    }
    graphics.setColor(Color.BLACK);
    graphics.fillRect(x(times.millis(0.5)) - 1, y - 6, 2, 12);
  }

  private static int x(double millis) {
    double within = Math.log(Math.max(LEAST, Math.min(MOST, millis)) / LEAST);
    return LEFT + (int) (within / Math.log(MOST / LEAST) * (WIDTH - LEFT - RIGHT));
  }
}

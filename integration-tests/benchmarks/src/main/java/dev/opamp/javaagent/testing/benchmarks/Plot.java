package dev.opamp.javaagent.testing.benchmarks;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;

/** Bars of when sessions came back, against the window in which the back-off spreads them. */
final class Plot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;
  private static final int LEFT = 60;
  private static final int BOTTOM = 50;
  private static final int TOP = 40;
  private static final int INTERVAL_MILLIS = 500;
  private static final int WINDOW_MILLIS = 30_000;

  private final Returns returns;
  private final int[] bars;
  private final int spanMillis;
  private final int peak;

  Plot(Returns returns) {
    this.returns = returns;
    this.bars = returns.perInterval(INTERVAL_MILLIS);
    this.spanMillis = Math.max(WINDOW_MILLIS + 5000, bars.length * INTERVAL_MILLIS);
    this.peak = Math.max(1, returns.peak(INTERVAL_MILLIS));
  }

  void write(Path file) throws IOException {
    new Canvas(WIDTH, HEIGHT)
        .write(
            file,
            graphics -> {
              window(graphics);
              bars(graphics);
              axes(graphics);
            });
  }

  private void window(Graphics2D graphics) {
    graphics.setColor(new Color(0xe8, 0xf0, 0xfa));
    graphics.fillRect(LEFT, TOP, x(WINDOW_MILLIS) - LEFT, HEIGHT - BOTTOM - TOP);
  }

  private void bars(Graphics2D graphics) {
    graphics.setColor(new Color(0x2b, 0x6c, 0xb0));
    for (int i = 0; i < bars.length; i++) {
      int left = x(i * INTERVAL_MILLIS);
      int width = Math.max(1, x((i + 1) * INTERVAL_MILLIS) - left - 1);
      graphics.fillRect(left, y(bars[i]), width, y(0) - y(bars[i]));
    }
  }

  private void axes(Graphics2D graphics) {
    graphics.setColor(Color.BLACK);
    graphics.drawLine(LEFT, y(0), WIDTH - 20, y(0));
    graphics.drawLine(LEFT, TOP, LEFT, y(0));
    for (int millis = 0; millis <= spanMillis; millis += 5000) {
      graphics.drawLine(x(millis), y(0), x(millis), y(0) + 4);
      graphics.drawString(Integer.toString(millis / 1000), x(millis) - 6, y(0) + 18);
    }
    graphics.drawString(Integer.toString(peak), 20, y(peak) + 5);
    graphics.drawString("0", 40, y(0) + 5);
    graphics.drawString("seconds after the server listened again", LEFT + 260, HEIGHT - 10);
    graphics.drawString(
        returns.back().size()
            + " of "
            + returns.sessions()
            + " sessions back, per "
            + INTERVAL_MILLIS
            + " ms; shaded: the back-off of at most 30 s",
        LEFT,
        24);
  }

  private int x(int millis) {
    return LEFT + (int) ((long) millis * (WIDTH - LEFT - 20) / spanMillis);
  }

  private int y(int count) {
    int room = HEIGHT - BOTTOM - TOP;
    return HEIGHT - BOTTOM - (int) ((long) count * room / peak);
  }
}

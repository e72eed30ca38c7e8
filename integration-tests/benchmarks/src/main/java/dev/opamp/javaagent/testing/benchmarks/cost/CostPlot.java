package dev.opamp.javaagent.testing.benchmarks.cost;

import dev.opamp.javaagent.testing.benchmarks.Canvas;
import dev.opamp.javaagent.testing.benchmarks.cost.Ledger.Place;
import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Figures as bars, one panel for each: medians, and a line from quartile to quartile. */
final class CostPlot {

  private static final int WIDTH = 980;
  private static final int LEFT = 280;
  private static final int RIGHT = 90;
  private static final int ROW = 22;
  private static final int HEAD = 40;
  private static final Color OURS = new Color(0xdd, 0x6b, 0x20);
  private static final Color OTHERS = new Color(0x8f, 0xb3, 0xd9);

  /** What is told apart at a glance. */
  private record Panel(Scenario scenario, Figure figure) {
    int height() {
      return HEAD + ROW * scenario.contenders().size();
    }
  }

  private static final List<Panel> PANELS =
      List.of(
          new Panel(Scenario.TRIVIAL, Figure.WALL),
          new Panel(Scenario.START, Figure.READY),
          new Panel(Scenario.WEB, Figure.READY),
          new Panel(Scenario.WEB, Figure.RSS),
          new Panel(Scenario.WEB, Figure.REQUEST_CPU));

  private final Ledger ledger;
  private final Jvm jvm;

  CostPlot(Ledger ledger, Jvm jvm) {
    this.ledger = ledger;
    this.jvm = jvm;
  }

  void write(Path file) throws IOException {
    int height = 20 + PANELS.stream().mapToInt(Panel::height).sum();
    new Canvas(WIDTH, height).write(file, this::draw);
  }

  private void draw(Graphics2D graphics) {
    int top = 0;
    for (Panel panel : PANELS) {
      draw(graphics, panel, top);
      top += panel.height();
    }
  }

  private void draw(Graphics2D graphics, Panel panel, int top) {
    graphics.setColor(Color.BLACK);
    String title = panel.scenario().title().replace("`", "") + ": " + panel.figure().header();
    graphics.drawString(title + ", JDK " + jvm.feature(), 10, top + 26);
    double most =
        panel.scenario().contenders().stream()
            .mapToDouble(contender -> spread(panel, contender).greatest())
            .max()
            .orElse(1);
    int y = top + HEAD;
    for (Contender contender : panel.scenario().contenders()) {
      Spread spread = spread(panel, contender);
      if (!spread.isEmpty()) {
        bar(graphics, panel, contender, spread, (WIDTH - LEFT - RIGHT) / most, y);
      }
      y += ROW;
    }
  }

  private Spread spread(Panel panel, Contender contender) {
    return ledger.of(new Place(jvm, panel.scenario()), contender, panel.figure());
  }

  private static void bar(
      Graphics2D graphics, Panel panel, Contender contender, Spread spread, double pixels, int y) {
    graphics.setColor(Color.BLACK);
    graphics.drawString(contender.label(), 20, y + ROW / 2 + 4);
    graphics.setColor(contender.isOurs() ? OURS : OTHERS);
    int width = (int) (spread.median() * pixels);
    graphics.fillRect(LEFT, y + 3, Math.max(1, width), ROW - 6);
    graphics.setColor(Color.BLACK);
    int upper = LEFT + (int) (spread.quantile(0.75) * pixels);
    graphics.drawLine(
        LEFT + (int) (spread.quantile(0.25) * pixels), y + ROW / 2, upper, y + ROW / 2);
    String value = "%." + panel.figure().decimals() + "f";
    graphics.drawString(
        String.format(Locale.ROOT, value, spread.median()), upper + 8, y + ROW / 2 + 4);
  }
}

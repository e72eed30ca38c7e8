package dev.opamp.javaagent.testing.benchmarks;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** A white picture to draw on, and its file. */
public final class Canvas {

  private final BufferedImage image;

  /** Starts white. */
  public Canvas(int width, int height) {
    this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  /** Draws, and writes a PNG. */
  public void write(Path file, Consumer<Graphics2D> drawing) throws IOException {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    drawing.accept(graphics);
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }
}

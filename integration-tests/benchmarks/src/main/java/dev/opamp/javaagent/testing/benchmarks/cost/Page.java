package dev.opamp.javaagent.testing.benchmarks.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A page in Markdown whose middle is measured; what stands around it is written by hand. */
final class Page {

  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->\n";

  private final Path file;

  Page(Path file) {
    this.file = file;
  }

  /** Puts the plot and the raw data beside the page, and shows them in it. */
  void fill(String measured, Path plot, Path rawData) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no place for what was measured");
    }
    String middle =
        String.format(
            "%n![what agents cost](%s)%n%n%s%nThe raw data are in [%s](%3$s).%n%n",
            beside(plot, ".png"), measured, beside(rawData, ".csv"));
    Files.writeString(file, text.substring(0, begin) + BEGIN + middle + text.substring(end));
  }

  /** Copies a file, under the name of the page. */
  private String beside(Path source, String extension) throws IOException {
    String name = file.getFileName().toString().replaceAll("\\.md$", extension);
    Files.copy(source, file.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
    return name;
  }
}

package dev.opamp.javaagent.telemetry.otlpfile;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.jspecify.annotations.Nullable;

/** The key {@code output_stream}: {@code stdout}, or the URL of a file. */
final class OutputStreamSetting {

  private OutputStreamSetting() {}

  /**
   * @param text null for the default, standard output
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static LineOutput open(@Nullable String text) {
    return text == null || text.equals("stdout")
        ? new StdoutOutput(HostOutput::stdout)
        : new FileOutput(file(text));
  }

  private static Path file(String text) {
    try {
      URI url = new URI(text);
      if ("file".equalsIgnoreCase(url.getScheme())) {
        return Paths.get(url);
      }
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      // Described below.
    }
    throw new IllegalArgumentException(
        "output_stream: " + text + " is neither stdout nor the URL of a file (file:///...)");
  }
}

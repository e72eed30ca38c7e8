package dev.opamp.javaagent.owntelemetry;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Linux tells about this process in {@code /proc/self}; null for what cannot be read. */
public final class ProcessStatus {

  /** {@code USER_HZ}, fixed to 100 in the Linux ABI of every processor that runs a JVM. */
  private static final double TICKS_PER_SECOND = 100;

  private final Path directory;

  /**
   * @param directory normally {@code /proc/self}
   */
  public ProcessStatus(Path directory) {
    this.directory = directory;
  }

  /** Processor time in user mode, of all threads. */
  public @Nullable Double userSeconds() {
    return seconds(11);
  }

  /** Processor time in system mode, of all threads. */
  public @Nullable Double systemSeconds() {
    return seconds(12);
  }

  @Nullable Long residentBytes() {
    return status("VmRSS:", 1024);
  }

  @Nullable Long virtualBytes() {
    return status("VmSize:", 1024);
  }

  @Nullable Long threads() {
    return status("Threads:", 1);
  }

  @Nullable Long openFileDescriptors() {
    String[] names = new File(directory.toFile(), "fd").list();
    // Reading the directory takes a descriptor that is closed by now.
    return names == null || names.length == 0 ? null : (long) names.length - 1;
  }

  /** Fields after the name of the command, which stands in brackets and may contain anything. */
  private @Nullable Double seconds(int fieldAfterName) {
    String stat = read("stat");
    int end = stat.lastIndexOf(") ");
    String[] fields = end < 0 ? new String[0] : stat.substring(end + 2).split(" ", -1);
    Long ticks = fields.length > fieldAfterName ? number(fields[fieldAfterName]) : null;
    return ticks == null ? null : ticks / TICKS_PER_SECOND;
  }

  private @Nullable Long status(String name, long unit) {
    for (String line : read("status").split("\n", -1)) {
      if (line.startsWith(name)) {
        Long value = number(line.substring(name.length()).replace("kB", "").trim());
        return value == null ? null : value * unit;
      }
    }
    return null;
  }

  private String read(String file) {
    try {
      return new String(Files.readAllBytes(directory.resolve(file)), StandardCharsets.ISO_8859_1);
    } catch (IOException | SecurityException e) {
      return "";
    }
  }

  private static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}

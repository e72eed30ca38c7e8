package dev.opamp.javaagent.owntelemetry;

import java.io.File;
import org.jspecify.annotations.Nullable;

/** What Linux tells about this process in {@code /proc/self}; null for what cannot be read. */
public final class ProcessStatus {

  /** {@code USER_HZ}, fixed to 100 in the Linux ABI of every processor that runs a JVM. */
  private static final double TICKS_PER_SECOND = 100;

  /** Places behind the name of the command. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;

  private final File directory;

  /**
   * @param directory normally {@code /proc/self}
   */
  public ProcessStatus(File directory) {
    this.directory = directory;
  }

  /** Processor time of all threads so far, in user and in system mode. */
  public @Nullable Double cpuSeconds() {
    String[] fields = fieldsAfterName();
    Double user = seconds(fields, USER);
    Double system = seconds(fields, SYSTEM);
    return user == null || system == null ? null : Double.valueOf(user + system);
  }

  @Nullable Double userSeconds() {
    return seconds(fieldsAfterName(), USER);
  }

  @Nullable Double systemSeconds() {
    return seconds(fieldsAfterName(), SYSTEM);
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
    String[] names = new File(directory, "fd").list();
    // Reading the directory takes a descriptor that is closed by now.
    return names == null || names.length == 0 ? null : (long) names.length - 1;
  }

  /** The name of the command stands in brackets and may contain anything. */
  private String[] fieldsAfterName() {
    String stat = read("stat");
    int end = stat.lastIndexOf(") ");
    return end < 0 ? new String[0] : stat.substring(end + 2).split(" ", -1);
  }

  private static @Nullable Double seconds(String[] fields, int field) {
    Long ticks = fields.length > field ? number(fields[field]) : null;
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
    return KernelText.read(new File(directory, file));
  }

  private static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}

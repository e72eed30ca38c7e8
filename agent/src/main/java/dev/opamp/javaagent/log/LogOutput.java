package dev.opamp.javaagent.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where agent log records go: stderr until the settings say otherwise.
 *
 * <p>The one place of shared state in the agent: bundled libraries obtain their loggers statically.
 */
public final class LogOutput {

  private static final int SAME_KIND_LIMIT = 5;
  private static final Duration SAME_KIND_WINDOW = Duration.ofMinutes(10);

  // The stream the JVM started with: one the host installs later may lead into its own logging.
  private static final PrintStream STDERR = System.err;

  private static final LogWriter WRITER =
      new LogWriter(
          STDERR,
          new LogThrottle(SAME_KIND_LIMIT, SAME_KIND_WINDOW.toNanos(), System::nanoTime),
          System::currentTimeMillis);

  /** The log file that is open. */
  private static volatile @Nullable PrintStream file;

  private LogOutput() {}

  static boolean isEnabled(LogLevel level) {
    return WRITER.isEnabled(level);
  }

  /** Sets the least severe level that is written; it may change at run time. */
  public static void setThreshold(LogLevel level) {
    WRITER.setThreshold(level);
  }

  /** Returns the least severe level that is written. */
  public static LogLevel threshold() {
    return WRITER.threshold();
  }

  /**
   * Appends all further records to a file. When it cannot be opened they stay on stderr, and one
   * warning says so.
   */
  public static void toFile(Path path) {
    try {
      OutputStream out = new FileOutputStream(path.toFile(), true);
      PrintStream opened = new PrintStream(out, true, "UTF-8");
      file = opened;
      WRITER.redirect(opened);
    } catch (IOException | RuntimeException e) {
      AgentLogger.get(LogOutput.class).warn("log file " + path + " cannot be opened", e);
    }
  }

  /** Writes nothing any more; a log file is closed, as the JVM goes on without the agent. */
  public static void close() {
    WRITER.setThreshold(LogLevel.OFF);
    WRITER.redirect(STDERR);
    PrintStream open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  /**
   * Prints one line of telemetry for a {@code console} exporter: always on stderr, whole and
   * unthrottled, as it is no log of the agent. Never on stdout, which belongs to the host.
   */
  public static void console(String line) {
    STDERR.println(line);
  }

  /** Hands every record written from now on to a listener as well. */
  public static void attach(LogListener listener) {
    WRITER.attach(listener);
  }

  /** Ends {@link #attach}; without effect when the listener is not attached. */
  public static void detach(LogListener listener) {
    WRITER.detach(listener);
  }

  static void write(LogLevel level, String logger, String message, @Nullable Throwable cause) {
    WRITER.write(level, logger, message, cause);
  }
}

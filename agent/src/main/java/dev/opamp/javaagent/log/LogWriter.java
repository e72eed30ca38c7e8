package dev.opamp.javaagent.log;

import java.io.PrintStream;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes records to one stream and hands them to the listeners. Never throws. */
final class LogWriter {

  private final ThreadLocal<Boolean> inListener = new ThreadLocal<>();
  private final CopyOnWriteArrayList<LogListener> listeners = new CopyOnWriteArrayList<>();
  private final LogThrottle throttle;
  private final LongSupplier wallClock;
  private volatile LogLevel threshold = LogLevel.WARN;
  private volatile PrintStream stream;

  LogWriter(PrintStream stream, LogThrottle throttle, LongSupplier wallClock) {
    this.stream = stream;
    this.throttle = throttle;
    this.wallClock = wallClock;
  }

  boolean isEnabled(LogLevel level) {
    return level != LogLevel.OFF && level.compareTo(threshold) >= 0;
  }

  void setThreshold(LogLevel level) {
    threshold = level;
  }

  LogLevel threshold() {
    return threshold;
  }

  void redirect(PrintStream target) {
    stream = target;
  }

  void attach(LogListener listener) {
    listeners.addIfAbsent(listener);
  }

  void detach(LogListener listener) {
    listeners.remove(listener);
  }

  void write(LogLevel level, String logger, String message, @Nullable Throwable cause) {
    if (!isEnabled(level)) {
      return;
    }
    try {
      String kind = cause == null ? message : cause.getClass().getName() + message;
      int suppressed = level == LogLevel.DEBUG ? 0 : throttle.admit(logger, level, kind);
      if (suppressed != LogThrottle.SUPPRESS) {
        String text = suppressed == 0 ? message : message + " (suppressed " + suppressed + ")";
        publish(new LogEvent(wallClock.getAsLong(), level, logger, text, cause));
      }
    } catch (Throwable t) {
      // A log that fails must not take down the thread that logs, which may be the host's.
      return;
    }
  }

  private void publish(LogEvent event) {
    stream.println(LogFormat.format(event, threshold == LogLevel.DEBUG));
    if (listeners.isEmpty() || inListener.get() != null) {
      return;
    }
    inListener.set(Boolean.TRUE);
    try {
      for (LogListener listener : listeners) {
        listener.onEvent(event);
      }
    } finally {
      // Removed, not cleared: nothing of the agent stays behind on a thread of the host.
      inListener.remove();
    }
  }
}

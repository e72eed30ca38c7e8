package dev.opamp.javaagent.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds how often the same kind of record is written, so that an outage of a day does not fill a
 * disk. Two messages are of one kind when they differ in digits only.
 */
final class LogThrottle {

  /** {@link #admit} found that the record is not to be written. */
  static final int SUPPRESS = -1;

  private static final int MAX_KINDS = 256;
  private static final int MAX_KIND_LENGTH = 120;

  private final int limit;
  private final long windowNanos;
  private final LongSupplier nanoClock;
  private final Map<String, Window> windows;

  /**
   * @param limit records of one kind that are written in one window
   * @param windowNanos length of a window, counted from the first record in it
   */
  LogThrottle(int limit, long windowNanos, LongSupplier nanoClock) {
    this.limit = limit;
    this.windowNanos = windowNanos;
    this.nanoClock = nanoClock;
    this.windows = new RecentWindows();
  }

  /** Returns {@link #SUPPRESS}, or how many records of this kind were suppressed before it. */
  synchronized int admit(String logger, LogLevel level, String message) {
    long now = nanoClock.getAsLong();
    String kind = kind(logger, level, message);
    Window window = windows.get(kind);
    if (window == null || now - window.start >= windowNanos) {
      int suppressed = window == null ? 0 : window.seen - Math.min(window.seen, limit);
      windows.put(kind, new Window(now));
      return suppressed;
    }
    window.seen++;
    return window.seen <= limit ? 0 : SUPPRESS;
  }

  private static String kind(String logger, LogLevel level, String message) {
    int length = Math.min(message.length(), MAX_KIND_LENGTH);
    StringBuilder kind = new StringBuilder(logger).append(level).append(' ');
    for (int i = 0; i < length; i++) {
      char c = message.charAt(i);
      if (c < '0' || c > '9') {
        kind.append(c);
      }
    }
    return kind.toString();
  }

  private static final class Window {
    private final long start;
    private int seen = 1;

    Window(long start) {
      this.start = start;
    }
  }

  /** The kinds seen last; older ones are forgotten. */
  private static final class RecentWindows extends LinkedHashMap<String, Window> {
    RecentWindows() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
      return size() > MAX_KINDS;
    }
  }
}

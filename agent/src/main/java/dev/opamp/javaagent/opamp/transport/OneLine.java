package dev.opamp.javaagent.opamp.transport;

import org.jspecify.annotations.Nullable;

/** Makes foreign text fit for a log line: printable, one line, of bounded length. */
final class OneLine {

  private static final int MAX_CHARS = 300;

  private OneLine() {}

  static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String head = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "..." : text;
    return head.replaceAll("[^\\x20-\\x7e]+", " ").trim();
  }

  static String of(Throwable failure) {
    String text = of(failure.getMessage());
    String kind = failure.getClass().getSimpleName();
    return text.isEmpty() ? kind : kind + ": " + text;
  }
}

package dev.opamp.javaagent.net;

import org.jspecify.annotations.Nullable;

/** Makes foreign text fit for a log line: printable, one line, of bounded length. */
public final class OneLine {

  private static final int MAX_CHARS = 300;

  private OneLine() {}

  public static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String head = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "..." : text;
    return head.replaceAll("[^\\x20-\\x7e]+", " ").trim();
  }

  public static String of(Throwable failure) {
    String text = of(failure.getMessage());
    String kind = failure.getClass().getSimpleName();
    return text.isEmpty() ? kind : kind + ": " + text;
  }
}

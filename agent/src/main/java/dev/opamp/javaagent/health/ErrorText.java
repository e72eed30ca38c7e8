package dev.opamp.javaagent.health;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Error text fit for a server: one line, at most {@value #MAX_LENGTH} characters, no stack trace,
 * and without what looks like a secret.
 */
public final class ErrorText {

  /** Longest text, in UTF-16 units. */
  public static final int MAX_LENGTH = 512;

  private static final String MASK = "***";

  private ErrorText() {}

  /** Returns the first line of a text, cleaned and capped. */
  public static String of(String text) {
    if (text.isEmpty()) {
      return text;
    }
    // What is beyond a few times the cap cannot survive it; cut first, so that matching is bounded.
    String head = text.length() > 4 * MAX_LENGTH ? text.substring(0, 4 * MAX_LENGTH) : text;
    String line = firstLine(head.trim());
    String clean = Secrets.USER_INFO.matcher(line).replaceAll(MASK + "@");
    clean = Secrets.CREDENTIALS.matcher(clean).replaceAll("$1 " + MASK);
    clean = Secrets.ASSIGNMENT.matcher(clean).replaceAll("$1" + MASK);
    return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH - 3) + "...";
  }

  /** Returns the kind of a failure and its message, cleaned and capped; never its stack trace. */
  public static String of(Throwable failure) {
    @Nullable String message = failure.getMessage();
    String kind = failure.getClass().getSimpleName();
    return of(message == null || message.trim().isEmpty() ? kind : kind + ": " + message.trim());
  }

  private static String firstLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        break;
      }
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString();
  }

  /** What looks like one; compiled when there is an error for the first time. */
  private static final class Secrets {
    static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+@");
    static final Pattern CREDENTIALS = Pattern.compile("(?i)\\b(bearer|basic)\\s+[^\\s,;\"']+");
    static final Pattern ASSIGNMENT =
        Pattern.compile(
            "(?i)([\\w.-]*(?:authorization|api[-_]?key|token|password|passwd|secret)[\\w.-]*"
                + "[\"']?\\s*[=:]\\s*)(?!\\*\\*\\*)(?:\"[^\"]*\"|'[^']*'|[^\\s,;&}\\]]+)");
  }
}

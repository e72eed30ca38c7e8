package dev.opamp.javaagent.config;

import java.util.List;

/** Error texts for the server: one line, capped. */
final class StatusMessage {

  /** Longest text, in characters. */
  static final int LIMIT = 1000;

  private StatusMessage() {}

  /** Joins problems; those that do not fit are counted. */
  static String of(List<ConfigProblem> problems, Redaction redaction) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (ConfigProblem problem : problems) {
      String next =
          (shown == 0 ? "" : "; ") + oneLine(cut(redaction.text(problem.toString()), LIMIT / 2));
      if (text.length() + next.length() > LIMIT - 30) {
        break;
      }
      text.append(next);
      shown++;
    }
    if (shown < problems.size()) {
      text.append("; and ").append(problems.size() - shown).append(" more");
    }
    return text.toString();
  }

  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), LIMIT));
    for (int i = 0; i < text.length() && line.length() < LIMIT; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c);
    }
    return line.toString();
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit) + "…";
  }
}

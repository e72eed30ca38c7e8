package dev.opamp.javaagent.cli;

/** Makes what a user wrote fit to be shown: no line breaks, nothing that steers a terminal. */
final class OneLine {

  private OneLine() {}

  static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c);
    }
    return line.toString();
  }
}

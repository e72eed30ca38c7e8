package dev.opamp.javaagent.net;

import org.jspecify.annotations.Nullable;

/** What HTTP allows in a request header. Messages name the header, never its value. */
public final class HeaderSyntax {

  private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

  private HeaderSyntax() {}

  /** Returns why a header cannot be sent, null when it can. */
  public static @Nullable String problem(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(HeaderSyntax::isTokenChar)) {
      return "invalid header name '" + OneLine.of(name) + "'";
    }
    if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
      return "the value of " + name + " holds a character HTTP does not allow";
    }
    return null;
  }

  private static boolean isTokenChar(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_SYMBOLS.indexOf(c) >= 0;
  }
}

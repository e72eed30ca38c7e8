package dev.opamp.javaagent.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code -javaagent:opamp-javaagent.jar=}: {@code key=value,key=value}. A comma inside
 * a value is written {@code \,}.
 */
final class AgentArguments {

  private AgentArguments() {}

  /**
   * @param problems receives one text per malformed argument; arguments are numbered from 1, since
   *     their text may hold a secret
   */
  static Map<String, String> parse(@Nullable String text, List<String> problems) {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String argument : split(text == null ? "" : text)) {
      number++;
      int equals = argument.indexOf('=');
      if (equals > 0) {
        values.put(argument.substring(0, equals).trim(), argument.substring(equals + 1));
      } else if (!argument.trim().isEmpty()) {
        problems.add(
            "agent argument "
                + number
                + ": is not key=value (a comma inside a value is written \\,)");
      }
    }
    return values;
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
        part.append(',');
        i++;
      } else if (c == ',') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}

package dev.opamp.javaagent.testing.server.console;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The query parameters of the control API. */
final class QueryParameters {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private QueryParameters() {}

  static @Nullable String get(Request request, String name) {
    return Request.extractQueryParameters(request).getValue(name);
  }

  /** {@code wait=500ms|5s|1m}, at most a minute; zero when absent. */
  static Duration patience(Request request) throws ApiException {
    String text = get(request, "wait");
    if (text == null) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new ApiException(400, "wait must look like 500ms, 5s or 1m");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration wait =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          default -> Duration.ofMinutes(number);
        };
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      throw new ApiException(400, "wait must not exceed 1m");
    }
    return wait;
  }
}

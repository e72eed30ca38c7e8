package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.TelemetryDestination;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a destination can be used at all, before anything is built for it. */
final class DestinationCheck {

  private static final int MAX_HEADERS = 100;

  /** Longest names and values together, in characters; what servers usually take at most. */
  private static final int MAX_HEADER_CHARACTERS = 16 * 1024;

  private final DestinationPolicy policy;

  DestinationCheck(DestinationPolicy policy) {
    this.policy = policy;
  }

  /**
   * Returns why it cannot be used, null when it can. Never repeats a header's value or user-info.
   */
  @Nullable String refusal(TelemetryDestination destination) {
    if (destination.endpoint().trim().isEmpty()) {
      return "destination_endpoint is empty";
    }
    URI uri;
    try {
      uri = new URI(destination.endpoint());
    } catch (URISyntaxException e) {
      return "destination_endpoint is not a URL";
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return "destination_endpoint must start with http:// or https://";
    }
    if (uri.getHost() == null) {
      return "destination_endpoint has no host";
    }
    if (destination.tls().insecureSkipVerify() && !policy.allowsInsecureTls()) {
      return "tls.insecure_skip_verify is refused unless otel.opamp.allow has insecure-tls";
    }
    String badHeader = badHeader(destination.headers());
    return badHeader == null ? policy.refusal(uri) : badHeader;
  }

  /** HTTP allows neither line breaks nor other control characters: they would split the request. */
  private static @Nullable String badHeader(Map<String, String> headers) {
    if (headers.size() > MAX_HEADERS) {
      return headers.size() + " headers are more than " + MAX_HEADERS;
    }
    int characters = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      characters += header.getKey().length() + header.getValue().length();
      if (!header.getKey().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        return "a header name is not valid";
      }
      if (!header.getValue().matches("[\\t\\x20-\\x7e]*")) {
        return "the value of header " + header.getKey() + " is not valid";
      }
    }
    return characters > MAX_HEADER_CHARACTERS
        ? "the headers are longer than " + MAX_HEADER_CHARACTERS + " characters"
        : null;
  }
}

package dev.opamp.javaagent.settings;

import dev.opamp.javaagent.net.BasicAuthorization;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A URL of the user, taken apart: where to connect to, and the credentials that stood in it. No
 * message repeats the text, which may hold a password.
 */
public final class EndpointUrl {

  private static final String DEFAULT_PATH = "/v1/opamp";

  private final URI uri;
  private final @Nullable String authorization;

  private EndpointUrl(URI uri, @Nullable String authorization) {
    this.uri = uri;
    this.authorization = authorization;
  }

  /** Without user-info and never without a path. */
  public URI uri() {
    return uri;
  }

  /** The value of a Basic {@code Authorization} header, or null when the URL had no user-info. */
  public @Nullable String authorization() {
    return authorization;
  }

  /**
   * An OpAMP server: {@code ws}, {@code wss}, {@code http} or {@code https}.
   *
   * @throws InvalidValueException with the reason, which does not repeat the text
   */
  public static EndpointUrl server(String text) throws InvalidValueException {
    URI parsed = parse(text, "ws", "wss", "http", "https");
    String path = parsed.getRawPath().isEmpty() ? DEFAULT_PATH : parsed.getRawPath();
    String query = parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery();
    String port = parsed.getPort() < 0 ? "" : ":" + parsed.getPort();
    URI uri = URI.create(scheme(parsed) + "://" + parsed.getHost() + port + path + query);
    return new EndpointUrl(uri, basic(parsed.getRawUserInfo()));
  }

  /** A proxy: {@code http://[user:password@]host:port}; the credentials stay in the URI. */
  static URI proxy(String text) throws InvalidValueException {
    URI parsed = parse(text, "http");
    if (parsed.getPort() < 0) {
      throw new InvalidValueException("has no port");
    }
    return parsed;
  }

  /** A base URL of OTLP/HTTP; without a slash at its end, so that signal paths can be appended. */
  static URI otlp(String text) throws InvalidValueException {
    URI parsed = parse(text, "http", "https");
    if (parsed.getRawUserInfo() != null) {
      throw new InvalidValueException("has user-info; credentials belong in the headers");
    }
    if (parsed.getRawQuery() != null) {
      throw new InvalidValueException("has a query, which nothing can be appended to");
    }
    return URI.create(parsed.toString().replaceAll("/+$", ""));
  }

  private static URI parse(String text, String... schemes) throws InvalidValueException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException("is not a URL: " + e.getReason());
    }
    List<String> known = Arrays.asList(schemes);
    if (uri.getScheme() == null || !known.contains(scheme(uri))) {
      throw new InvalidValueException("does not start with " + String.join("://, ", known) + "://");
    }
    if (uri.getHost() == null) {
      throw new InvalidValueException(
          "has no valid host name (letters, digits, dots and hyphens; an underscore is not one)");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65535) {
      throw new InvalidValueException("has a port outside 1 to 65535");
    }
    if (uri.getRawFragment() != null) {
      throw new InvalidValueException("has a fragment (#…), which a server never sees");
    }
    return uri;
  }

  private static String scheme(URI uri) {
    return uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String basic(@Nullable String rawUserInfo) throws InvalidValueException {
    if (rawUserInfo == null) {
      return null;
    }
    try {
      String userInfo = HeaderList.percentDecode(rawUserInfo);
      String pair = userInfo.indexOf(':') < 0 ? userInfo + ":" : userInfo;
      return BasicAuthorization.of(pair);
    } catch (CharacterCodingException | NumberFormatException e) {
      throw new InvalidValueException("has a bad percent escape in its user-info");
    }
  }
}

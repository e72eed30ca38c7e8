package dev.opamp.javaagent.config;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An exporter's {@code endpoint: opamp://NAME/path}, which stands for a named connection. */
final class ConnectionUrl {

  private static final String SCHEME = "opamp://";
  private static final Pattern URL = Pattern.compile("opamp://([^/?#\\s]+)(/[^?#\\s]*)?");

  private final String name;
  private final String path;

  private ConnectionUrl(String name, String path) {
    this.name = name;
    this.path = path;
  }

  /** Whether a value is meant to be one, well-formed or not. */
  static boolean is(@Nullable Object endpoint) {
    return endpoint instanceof String && ((String) endpoint).startsWith(SCHEME);
  }

  /** Returns null when it is not well-formed. */
  static @Nullable ConnectionUrl parse(String endpoint) {
    Matcher matcher = URL.matcher(endpoint);
    if (!matcher.matches()) {
      return null;
    }
    String path = matcher.group(2);
    return new ConnectionUrl(matcher.group(1), path == null || path.equals("/") ? "" : path);
  }

  String name() {
    return name;
  }

  /** With its leading slash; empty for none. */
  String path() {
    return path;
  }

  static boolean hasNoPath(String url) {
    String path = URI.create(url).getRawPath();
    return path == null || path.isEmpty() || path.equals("/");
  }

  /** Returns a URL with a path appended to its own. */
  static String append(String url, String path) {
    URI uri = URI.create(url);
    String own = uri.getRawPath() == null ? "" : uri.getRawPath();
    String base = own.endsWith("/") ? own.substring(0, own.length() - 1) : own;
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return uri.getScheme() + "://" + uri.getRawAuthority() + base + path + query;
  }
}

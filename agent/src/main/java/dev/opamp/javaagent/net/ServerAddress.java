package dev.opamp.javaagent.net;

import java.net.URI;
import java.util.Locale;

/** Host, port and request target of the endpoint, without its user-info. Immutable. */
public final class ServerAddress {

  private final String host;
  private final int port;
  private final boolean secure;
  private final String target;

  private ServerAddress(String host, int port, boolean secure, String target) {
    this.host = host;
    this.port = port;
    this.secure = secure;
    this.target = target;
  }

  /**
   * Takes an endpoint apart.
   *
   * @throws IllegalArgumentException if there is no usable host
   */
  public static ServerAddress of(URI endpoint) {
    String host = endpoint.getHost();
    if (host == null) {
      throw new IllegalArgumentException("otel.opamp.endpoint: no valid host name in the URL");
    }
    String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("wss") || scheme.equals("https");
    int port = endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? 443 : 80;
    String path = endpoint.getRawPath();
    String query = endpoint.getRawQuery();
    String target =
        (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    return new ServerAddress(host, port, secure, target);
  }

  /** Host name or address as sockets want it: an IPv6 address without brackets. */
  public String host() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  public int port() {
    return port;
  }

  public boolean isSecure() {
    return secure;
  }

  /** Path and query, never empty. */
  public String target() {
    return target;
  }

  /** The {@code Host} header: no port when it is the scheme's own. */
  public String authority() {
    return port == (secure ? 443 : 80) ? host : host + ":" + port;
  }

  public String httpUrl() {
    return (secure ? "https://" : "http://") + host + ":" + port + target;
  }
}

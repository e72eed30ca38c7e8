package dev.opamp.javaagent.net;

import java.net.URI;
import java.util.Locale;

/** Where a proxy listens and how it is spoken to. Immutable. */
final class ProxyAddress {

  private final String scheme;
  private final String host;
  private final int port;

  private ProxyAddress(String scheme, String host, int port) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
  }

  /**
   * Takes a proxy's URL apart.
   *
   * @throws IllegalArgumentException if it is for no proxy; its text, with a password, is not told
   */
  static ProxyAddress of(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    int standard = standardPort(scheme);
    String host = url.getHost();
    if (host == null || standard < 0) {
      throw new IllegalArgumentException(
          "proxy: expected http://, https:// or socks5://[user:password@]host:port");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new ProxyAddress(scheme, bare, url.getPort() < 0 ? standard : url.getPort());
  }

  private static int standardPort(String scheme) {
    switch (scheme) {
      case "http":
        return 80;
      case "https":
        return 443;
      case "socks5":
        return 1080;
      default:
        return -1;
    }
  }

  /** Without brackets. */
  String host() {
    return host;
  }

  int port() {
    return port;
  }

  boolean isSecure() {
    return scheme.equals("https");
  }

  boolean isSocks() {
    return scheme.equals("socks5");
  }
}

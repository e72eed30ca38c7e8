package dev.opamp.javaagent.net;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code CONNECT} request to an HTTP proxy (RFC 7231, 4.3.6). */
final class ConnectRequest {

  private static final String AUTHORIZATION = "proxy-authorization";
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern TEXT = Pattern.compile("[\\t\\x20-\\x7e]*");

  /** These say how the request is framed, which is not for a setting to change. */
  private static final Set<String> RESERVED =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList("host", "connection", "content-length", "transfer-encoding")));

  private ConnectRequest() {}

  /**
   * Checks the headers.
   *
   * @throws IllegalArgumentException naming the header, never its value
   */
  static void check(ProxySettings proxy) {
    for (Map.Entry<String, String> header : proxy.connectHeaders().entrySet()) {
      if (!TOKEN.matcher(header.getKey()).matches()) {
        throw new IllegalArgumentException(
            "proxy: invalid name of a connect header, '" + OneLine.of(header.getKey()) + "'");
      }
      if (!TEXT.matcher(header.getValue()).matches()) {
        throw new IllegalArgumentException(
            "proxy: connect header " + header.getKey() + " holds a character HTTP does not allow");
      }
    }
  }

  static byte[] bytes(ProxySettings proxy, InetSocketAddress target) {
    String host = target.getHostString();
    String authority = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + target.getPort();
    StringBuilder request = new StringBuilder();
    request.append("CONNECT ").append(authority).append(" HTTP/1.1\r\n");
    request.append("Host: ").append(authority).append("\r\n");
    boolean authorized = false;
    for (Map.Entry<String, String> header : proxy.connectHeaders().entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!RESERVED.contains(name)) {
        request.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        authorized |= name.equals(AUTHORIZATION);
      }
    }
    String userInfo = proxy.url().getUserInfo();
    if (userInfo != null && !authorized) {
      request.append("Proxy-Authorization: ").append(BasicAuthorization.of(userInfo));
      request.append("\r\n");
    }
    return request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}

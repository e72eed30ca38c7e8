package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.net.BasicAuthorization;
import dev.opamp.javaagent.net.HeaderSyntax;
import dev.opamp.javaagent.net.SecretSource;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configured request headers, checked. Headers that belong to the protocol are left out with a
 * warning, so that no setting can break the framing or be mistaken for another client.
 */
final class RequestHeaders {

  private static final int MAX_COUNT = 100;
  private static final int MAX_CHARS = 32 * 1024;
  private static final AgentLogger LOG = AgentLogger.get(RequestHeaders.class);

  private static final Set<String> RESERVED =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "accept-encoding",
                  "connection",
                  "expect",
                  "host",
                  "keep-alive",
                  "opamp-instance-uid",
                  "proxy-authenticate",
                  "proxy-authorization",
                  "proxy-connection",
                  "te",
                  "trailer",
                  "transfer-encoding",
                  "upgrade")));

  private final Map<String, String> values;
  private final @Nullable SecretSource token;

  private RequestHeaders(Map<String, String> values, @Nullable SecretSource token) {
    this.values = Collections.unmodifiableMap(values);
    this.token = token;
  }

  /**
   * Checks the headers of the settings and turns user-info of the endpoint into basic
   * authentication unless {@code Authorization} is configured.
   *
   * @throws IllegalArgumentException naming the header, never its value
   */
  static RequestHeaders of(ConnectionSettings settings) {
    Map<String, String> accepted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int chars = 0;
    for (Map.Entry<String, String> header : settings.headers().entrySet()) {
      check(header.getKey(), header.getValue());
      chars += header.getKey().length() + header.getValue().length();
      if (isReserved(header.getKey())) {
        LOG.warn("otel.opamp.headers: " + header.getKey() + " is set by the protocol, ignored");
      } else {
        accepted.put(header.getKey(), header.getValue());
      }
    }
    if (settings.headers().size() > MAX_COUNT || chars > MAX_CHARS) {
      throw new IllegalArgumentException("otel.opamp.headers: too many or too long headers");
    }
    String userInfo = settings.endpoint().getUserInfo();
    if (userInfo != null) {
      accepted.putIfAbsent("Authorization", BasicAuthorization.of(userInfo));
    }
    return new RequestHeaders(accepted, settings.token());
  }

  /**
   * Returns what is sent to a target, with the token of this moment; nothing for one that is not
   * trusted.
   *
   * @throws IOException if there should be a token and none can be read
   */
  Map<String, String> forTarget(Target target) throws IOException {
    if (!target.isTrusted()) {
      return Collections.emptyMap();
    }
    if (token == null) {
      return values;
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(values);
    all.put("Authorization", "Bearer " + readToken(token));
    return Collections.unmodifiableMap(all);
  }

  private static String readToken(SecretSource source) throws IOException {
    String token = source.read();
    if (HeaderSyntax.problem("Authorization", token) != null) {
      throw new IOException(source + " holds a character HTTP does not allow");
    }
    return token;
  }

  private static boolean isReserved(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return RESERVED.contains(lower)
        || lower.startsWith("content-")
        || lower.startsWith("sec-websocket-");
  }

  private static void check(String name, String value) {
    String problem = HeaderSyntax.problem(name, value);
    if (problem != null) {
      throw new IllegalArgumentException("otel.opamp.headers: " + problem);
    }
  }
}

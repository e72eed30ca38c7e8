package dev.opamp.javaagent.settings;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.SecretSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the settings that say how to reach the server. */
final class ConnectionReader {

  private static final String AUTHORIZATION = "Authorization";
  private static final List<String> LOOPBACK =
      Arrays.asList("localhost", "[::1]", "[0:0:0:0:0:0:0:1]");

  private final RawSettings raw;

  ConnectionReader(RawSettings raw) {
    this.raw = raw;
  }

  /** Returns null when no endpoint is set; all other settings are checked even then. */
  @Nullable ConnectionSettings read() {
    EndpointUrl endpoint = raw.find(SettingKey.ENDPOINT, EndpointUrl::server);
    // A stand-in lets the rest be checked; it is never handed out.
    URI uri = endpoint == null ? URI.create("ws://unset/") : endpoint.uri();
    ConnectionSettings.Builder builder =
        ConnectionSettings.builder(uri)
            .tls(new TlsReader(raw).read())
            .token(token())
            .proxy(proxy())
            .heartbeatInterval(raw.get(SettingKey.HEARTBEAT_INTERVAL, ValueParsers::duration))
            .pollInterval(raw.get(SettingKey.POLL_INTERVAL, ValueParsers::atLeastOneSecond))
            .connectTimeout(raw.get(SettingKey.CONNECT_TIMEOUT, ValueParsers::positiveDuration))
            .requestTimeout(raw.get(SettingKey.REQUEST_TIMEOUT, ValueParsers::positiveDuration))
            .compression(raw.get(SettingKey.COMPRESSION, ValueParsers::compression))
            .maxMessageSize(raw.get(SettingKey.MAX_MESSAGE_SIZE, ValueParsers::size));
    addHeaders(builder, endpoint == null ? null : endpoint.authorization());
    if (endpoint == null) {
      return null;
    }
    warnWhenPlain(uri);
    return builder.build();
  }

  private void addHeaders(ConnectionSettings.Builder builder, @Nullable String authorization) {
    Map<String, String> headers = raw.find(SettingKey.HEADERS, HeaderList::parse);
    boolean explicit = false;
    for (Map.Entry<String, String> header :
        (headers == null ? Collections.<String, String>emptyMap() : headers).entrySet()) {
      builder.header(header.getKey(), header.getValue());
      explicit |= header.getKey().equalsIgnoreCase(AUTHORIZATION);
    }
    if (raw.isSet(SettingKey.TOKEN_FILE) && (explicit || authorization != null)) {
      raw.problem(
          SettingKey.TOKEN_FILE,
          "is set, but "
              + (explicit ? "otel.opamp.headers has Authorization" : "the endpoint has user-info")
              + " too; only one of them can be");
    }
    if (authorization == null) {
      return;
    }
    if (explicit) {
      raw.warning(
          SettingKey.HEADERS, "has an Authorization header; the endpoint's user-info is not used");
    } else {
      builder.header(AUTHORIZATION, authorization);
    }
  }

  private @Nullable SecretSource token() {
    Path path = raw.find(SettingKey.TOKEN_FILE, ValueParsers::path);
    return path == null ? null : SecretSource.file(SettingKey.TOKEN_FILE.property(), path);
  }

  private @Nullable ProxySettings proxy() {
    URI url = raw.find(SettingKey.PROXY, EndpointUrl::proxy);
    Map<String, String> headers = raw.find(SettingKey.PROXY_HEADERS, HeaderList::parse);
    if (url == null) {
      return null;
    }
    return new ProxySettings(url, headers == null ? Collections.emptyMap() : headers);
  }

  private void warnWhenPlain(URI uri) {
    boolean plain = uri.getScheme().equals("ws") || uri.getScheme().equals("http");
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (plain && !LOOPBACK.contains(host) && !host.matches("127(\\.\\d{1,3}){3}")) {
      raw.warning(
          SettingKey.ENDPOINT, "sends everything unencrypted to " + host + "; use wss or https");
    }
  }
}

package dev.opamp.javaagent.net;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A proxy that a connection goes through. Immutable; user-info and header values are secrets. */
public final class ProxySettings {

  private final URI url;
  private final Map<String, String> connectHeaders;

  /**
   * A proxy and what is sent to it.
   *
   * @param url scheme {@code http}, {@code https} or {@code socks5}, with a host and a port; may
   *     hold user and password
   * @param connectHeaders sent with {@code CONNECT}, of no effect with {@code socks5}
   */
  public ProxySettings(URI url, Map<String, String> connectHeaders) {
    this.url = url;
    this.connectHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(connectHeaders));
  }

  public URI url() {
    return url;
  }

  public Map<String, String> connectHeaders() {
    return connectHeaders;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxySettings
        && url.equals(((ProxySettings) other).url)
        && connectHeaders.equals(((ProxySettings) other).connectHeaders);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, connectHeaders);
  }

  @Override
  public String toString() {
    return url.getScheme() + "://" + url.getHost() + ":" + url.getPort();
  }
}

package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.net.ProxyTunnel;
import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.TransportListener;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.util.Locale;
import java.util.function.Supplier;

/** Chooses the transport by the scheme of the endpoint. */
public final class TransportFactory {

  private TransportFactory() {}

  /**
   * Builds a transport; no thread is started and no file is read before {@code connect}.
   *
   * @param instanceUidText gives the instance UID as lower-case 8-4-4-4-12 text; asked once per
   *     HTTP request, in the thread that hands the message over
   * @param session where deadlines run; it calls the transport, too
   * @throws IllegalArgumentException if the endpoint, the proxy or a header cannot be used; the
   *     message names the setting and never a header value
   */
  public static OpampTransport create(
      ConnectionSettings settings,
      Supplier<String> instanceUidText,
      TransportListener listener,
      SerialExecutor session) {
    TransportTimer timer = new TransportTimer(session);
    ServerAddress server = ServerAddress.of(settings.endpoint());
    RequestHeaders headers = RequestHeaders.of(settings);
    ProxyTunnel.check(settings.proxy());
    String scheme = String.valueOf(settings.endpoint().getScheme()).toLowerCase(Locale.ROOT);
    switch (scheme) {
      case "ws":
      case "wss":
        return new WebSocketTransport(
            settings, server, headers, listener, WebSocketLimits.of(settings), timer);
      case "http":
      case "https":
        return new HttpPollingTransport(
            settings, server, headers, instanceUidText, listener, HttpTimeouts.of(settings), timer);
      default:
        throw new IllegalArgumentException("otel.opamp.endpoint: unsupported scheme " + scheme);
    }
  }
}

package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.ServerAddress;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all exports of one sender go through: its connections, its headers, and its receiver's mood.
 * It repeats nothing by itself, and follows no redirect: headers with keys are meant for the
 * receiver that was configured. Thread-safe.
 */
final class ExportChannel {

  private static final int MAX_PORT = 65_535;

  private final HttpSenderConfig config;
  private final ServerAddress server;
  private final ExportDialer dialer;
  private final ExportConnections connections = new ExportConnections();
  private final HoldOff holdOff = new HoldOff(System.nanoTime());

  /**
   * A channel to the endpoint of the configuration; nothing is connected before the first export.
   *
   * @throws IllegalArgumentException when the endpoint is no URL for HTTP
   */
  ExportChannel(HttpSenderConfig config) {
    this.config = config;
    this.server = server(config.getEndpoint());
    this.dialer = new ExportDialer(config, server);
  }

  private static ServerAddress server(URI endpoint) {
    String scheme = endpoint.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      throw new IllegalArgumentException("the endpoint is no http or https URL");
    }
    int port = endpoint.getPort();
    if (endpoint.getHost() == null || port == 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("the endpoint has no valid host and port");
    }
    return ServerAddress.of(URI.create(endpoint.toASCIIString()));
  }

  HoldOff holdOff() {
    return holdOff;
  }

  @Nullable RetryPolicy retryPolicy() {
    return config.getRetryPolicy();
  }

  /** Time for one export with all its attempts. */
  long timeoutNanos() {
    long millis = config.getTimeout().toMillis();
    return TimeUnit.MILLISECONDS.toNanos(
        millis <= 0 ? Integer.MAX_VALUE : Math.min(Integer.MAX_VALUE, millis));
  }

  /**
   * Prepares an attempt, with the headers of this moment.
   *
   * @throws IOException when they are none that HTTP can carry; the reason holds none of them
   */
  ExportRequest request(MessageWriter message) throws IOException {
    return ExportRequest.of(config, server, message);
  }

  /**
   * Makes one attempt and waits for its answer.
   *
   * @param deadlineNanos {@code System.nanoTime()} at which it is given up; who does not want to
   *     wait for a receiver that is slow in between has to close the socket by then
   * @param inUse gets the socket that closing ends the attempt, and null when it is no longer used
   * @throws IOException when there is no answer
   */
  ReceivedAnswer exchange(
      ExportRequest request, long deadlineNanos, Consumer<@Nullable Socket> inUse)
      throws IOException {
    ExportConnection connection = connections.take(inUse);
    if (connection == null) {
      connection = dialer.dial(deadlineNanos, inUse);
    }
    boolean again = false;
    try {
      ReceivedAnswer answer =
          connection.exchange(request, config.getMaxResponseBodySize(), deadlineNanos);
      again = answer.leavesOpen();
      return answer;
    } finally {
      inUse.accept(null);
      if (again) {
        connections.giveBack(connection);
      } else {
        connection.close();
      }
    }
  }

  void close() {
    connections.close();
  }
}

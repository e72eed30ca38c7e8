package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.ServerAddress;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
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
  private final ScheduledExecutorService timer;
  private final ExportConnections connections = new ExportConnections();
  private final HoldOff holdOff = new HoldOff(System.nanoTime());

  /**
   * A channel to the endpoint of the configuration; nothing is connected before the first export.
   *
   * @param timer ends what takes too long
   * @throws IllegalArgumentException when the endpoint is no URL for HTTP
   */
  ExportChannel(HttpSenderConfig config, ScheduledExecutorService timer) {
    this.config = config;
    this.server = server(config.getEndpoint());
    this.dialer = new ExportDialer(config, server);
    this.timer = timer;
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
    return ServerAddress.of(endpoint);
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
   * Makes one attempt, with the headers of this moment, and waits for its answer.
   *
   * @param inUse gets the socket that closing ends the attempt, and null when it is no longer used
   * @throws IOException when there is no answer; the reason holds no header
   */
  ReceivedAnswer exchange(
      MessageWriter message, long deadlineNanos, Consumer<@Nullable Socket> inUse)
      throws IOException {
    ExportConnection connection = connections.take();
    if (connection == null) {
      connection = dialer.dial(deadlineNanos, inUse);
    }
    boolean again = false;
    try {
      inUse.accept(connection.tcp());
      ExportRequest request =
          ExportRequest.of(config, server, message, connection.isThroughProxy());
      ReceivedAnswer answer =
          connection.exchange(request, config.getMaxResponseBodySize(), deadlineNanos, timer);
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

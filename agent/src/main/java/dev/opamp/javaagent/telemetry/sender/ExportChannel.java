package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What all exports of one sender go through: its client, its headers, and its receiver's mood. */
final class ExportChannel {

  private static final int MAX_PORT = 65_535;

  /** Shorter than names may be, with labels no longer than they may be. */
  private static final Pattern PLAIN_HOST =
      Pattern.compile("(?=.{1,200}$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*");

  private final HttpSenderConfig config;
  private final ExecutorService requests;
  private @Nullable Receiver receiver;
  private final HoldOff holdOff = new HoldOff(System.nanoTime());

  /**
   * A channel to the endpoint of the configuration. Its client is made for the first export: many
   * exporters of many JVMs never have one.
   *
   * @throws IllegalArgumentException when the endpoint is no URL for HTTP
   */
  ExportChannel(HttpSenderConfig config, ExecutorService requests) {
    this.config = config;
    this.requests = requests;
    if (!isPlain(config)) {
      Receiver unused = receiver();
    }
  }

  /**
   * Whether a client for it can be made for certain: by name or IPv4 address, and with nothing of
   * TLS that has to be looked for in the JVM. Of everything else the client is asked.
   */
  private static boolean isPlain(HttpSenderConfig config) {
    URI endpoint = config.getEndpoint();
    int port = endpoint.getPort();
    return ("http".equalsIgnoreCase(endpoint.getScheme()) || config.getSslContext() != null)
        && endpoint.getHost() != null
        && PLAIN_HOST.matcher(endpoint.getHost()).matches()
        && (port == -1 || (port > 0 && port <= MAX_PORT));
  }

  private synchronized Receiver receiver() {
    Receiver known = receiver;
    if (known == null) {
      known = new Receiver(config, requests);
      receiver = known;
    }
    return known;
  }

  HoldOff holdOff() {
    return holdOff;
  }

  @Nullable RetryPolicy retryPolicy() {
    return config.getRetryPolicy();
  }

  /** Time for one export with all its attempts. */
  long timeoutNanos() {
    long millis = ExportClients.millis(config.getTimeout());
    return TimeUnit.MILLISECONDS.toNanos(millis <= 0 ? Integer.MAX_VALUE : millis);
  }

  /**
   * Prepares an attempt, with the headers of this moment.
   *
   * @throws IOException when they are none that HTTP can carry; the reason holds none of them
   */
  Call newCall(MessageWriter message, long timeoutNanos) throws IOException {
    Receiver to = receiver();
    Call call = to.client.newCall(request(message, to));
    call.timeout().timeout(Math.max(1, timeoutNanos), TimeUnit.NANOSECONDS);
    return call;
  }

  ReceivedAnswer read(Response response) {
    return ReceivedAnswer.read(response, config.getMaxResponseBodySize());
  }

  synchronized void close() {
    if (receiver != null) {
      receiver.client.connectionPool().evictAll();
    }
  }

  private Request request(MessageWriter message, Receiver to) throws IOException {
    Request.Builder request = new Request.Builder().url(to.url);
    try {
      Map<String, List<String>> headers = config.getHeadersSupplier().get();
      if (headers != null) {
        headers.forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
      }
    } catch (RuntimeException e) {
      // The library's message, and the cause with it, may hold the value, which may be a key.
      throw new IOException("the headers cannot be sent: " + e.getClass().getSimpleName());
    }
    if (config.getCompressor() != null) {
      request.addHeader("Content-Encoding", config.getCompressor().getEncoding());
    }
    return request.post(new MessageBody(message, to.type, config.getCompressor())).build();
  }

  /** The client, and what of its own types it needs for each request. */
  private static final class Receiver {

    final OkHttpClient client;
    final HttpUrl url;
    final @Nullable MediaType type;

    Receiver(HttpSenderConfig config, ExecutorService requests) {
      this.url = HttpUrl.get(config.getEndpoint().toString());
      this.type = MediaType.parse(config.getContentType());
      this.client = ExportClients.create(config, requests);
    }
  }
}

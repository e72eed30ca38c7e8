package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What all exports of one sender go through: its client, its headers, and its receiver's mood. */
final class ExportChannel {

  private final HttpSenderConfig config;
  private final OkHttpClient client;
  private final HttpUrl url;
  private final @Nullable MediaType type;
  private final HoldOff holdOff = new HoldOff(System.nanoTime());

  /**
   * A channel to the endpoint of the configuration.
   *
   * @throws IllegalArgumentException when the endpoint is no URL for HTTP
   */
  ExportChannel(HttpSenderConfig config, OkHttpClient client) {
    this.config = config;
    this.client = client;
    this.url = HttpUrl.get(config.getEndpoint().toString());
    this.type = MediaType.parse(config.getContentType());
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
    Call call = client.newCall(request(message));
    call.timeout().timeout(Math.max(1, timeoutNanos), TimeUnit.NANOSECONDS);
    return call;
  }

  ReceivedAnswer read(Response response) {
    return ReceivedAnswer.read(response, config.getMaxResponseBodySize());
  }

  void close() {
    client.connectionPool().evictAll();
  }

  private Request request(MessageWriter message) throws IOException {
    Request.Builder request = new Request.Builder().url(url);
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
    return request.post(new MessageBody(message, type, config.getCompressor())).build();
  }
}

package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/** The configuration of a sender as an exporter would pass it, and exports of a fixed message. */
final class SenderScenario implements HttpSenderConfig {

  static final String MESSAGE = "telemetry";

  URI endpoint;
  Duration timeout = Duration.ofSeconds(10);
  Compressor compressor;
  Supplier<Map<String, List<String>>> headers = Map::of;
  RetryPolicy retry =
      RetryPolicy.builder()
          .setMaxAttempts(3)
          .setInitialBackoff(Duration.ofMillis(10))
          .setMaxBackoff(Duration.ofMillis(20))
          .build();
  ProxyOptions proxy;
  SSLContext context;
  X509TrustManager trust;
  ExecutorService executor;

  SenderScenario(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** Sends the message; the future ends as the export does. */
  static CompletableFuture<HttpResponse> export(HttpSender sender) {
    CompletableFuture<HttpResponse> outcome = new CompletableFuture<>();
    sender.send(
        new MessageWriter() {
          @Override
          public void writeMessage(OutputStream out) throws IOException {
            out.write(MESSAGE.getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public int getContentLength() {
            return MESSAGE.length();
          }
        },
        outcome::complete,
        outcome::completeExceptionally);
    return outcome;
  }

  static int status(CompletableFuture<HttpResponse> outcome) throws Exception {
    return outcome.get(20, TimeUnit.SECONDS).getStatusCode();
  }

  HttpSender sender() {
    return new OtlpHttpSenderProvider().createSender(this);
  }

  @Override
  public URI getEndpoint() {
    return endpoint;
  }

  @Override
  public String getContentType() {
    return "application/x-protobuf";
  }

  @Override
  public Compressor getCompressor() {
    return compressor;
  }

  @Override
  public Duration getTimeout() {
    return timeout;
  }

  @Override
  public Duration getConnectTimeout() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Supplier<Map<String, List<String>>> getHeadersSupplier() {
    return headers;
  }

  @Override
  public ProxyOptions getProxyOptions() {
    return proxy;
  }

  @Override
  public RetryPolicy getRetryPolicy() {
    return retry;
  }

  @Override
  public SSLContext getSslContext() {
    return context;
  }

  @Override
  public X509TrustManager getTrustManager() {
    return trust;
  }

  @Override
  public ExecutorService getExecutorService() {
    return executor;
  }
}

package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What a sender is told, with other threads. */
final class ThreadedGrpcConfig implements GrpcSenderConfig {

  private final GrpcSenderConfig config;
  private final ExecutorService threads;

  ThreadedGrpcConfig(GrpcSenderConfig config, ExecutorService threads) {
    this.config = config;
    this.threads = threads;
  }

  @Override
  public URI getEndpoint() {
    return config.getEndpoint();
  }

  @Override
  public String getFullMethodName() {
    return config.getFullMethodName();
  }

  @Override
  public @Nullable Compressor getCompressor() {
    return config.getCompressor();
  }

  @Override
  public Duration getTimeout() {
    return config.getTimeout();
  }

  @Override
  public Duration getConnectTimeout() {
    return config.getConnectTimeout();
  }

  @Override
  public Supplier<Map<String, List<String>>> getHeadersSupplier() {
    return config.getHeadersSupplier();
  }

  @Override
  public @Nullable RetryPolicy getRetryPolicy() {
    return config.getRetryPolicy();
  }

  @Override
  public @Nullable SSLContext getSslContext() {
    return config.getSslContext();
  }

  @Override
  public @Nullable X509TrustManager getTrustManager() {
    return config.getTrustManager();
  }

  @Override
  public ExecutorService getExecutorService() {
    return threads;
  }

  @Override
  public long getMaxResponseBodySize() {
    return config.getMaxResponseBodySize();
  }
}

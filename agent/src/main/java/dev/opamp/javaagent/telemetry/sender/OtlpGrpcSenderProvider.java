package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.exporter.sender.okhttp.internal.OkHttpGrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import java.util.concurrent.ExecutorService;

/**
 * Lets OTLP over gRPC leave by the library's sender, on threads of the agent. Those that the
 * library makes take no more than a handful of requests and reject the rest, which loses spans as
 * soon as a burst of them ends under a {@code simple} processor.
 */
public final class OtlpGrpcSenderProvider implements GrpcSenderProvider {

  private final GrpcSenderProvider library = new OkHttpGrpcSenderProvider();

  /** Made by the service loader. */
  public OtlpGrpcSenderProvider() {}

  @Override
  public GrpcSender createSender(GrpcSenderConfig config) {
    if (config.getExecutorService() != null) {
      return library.createSender(config);
    }
    ExecutorService threads = SendThreads.onDemand();
    return new OtlpGrpcSender(
        library.createSender(new ThreadedGrpcConfig(config, threads)), threads);
  }
}

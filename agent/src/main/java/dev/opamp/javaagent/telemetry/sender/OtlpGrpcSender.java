package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** A sender together with the threads of its requests, which end with it. */
final class OtlpGrpcSender implements GrpcSender {

  private final GrpcSender sender;
  private final ExecutorService threads;

  OtlpGrpcSender(GrpcSender sender, ExecutorService threads) {
    this.sender = sender;
    this.threads = threads;
  }

  @Override
  public void send(
      MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
    sender.send(message, onResponse, onError);
  }

  /** Cancels what is under way; whoever waits between two attempts stops waiting. */
  @Override
  public CompletableResultCode shutdown() {
    CompletableResultCode result = sender.shutdown();
    threads.shutdownNow();
    return result;
  }
}

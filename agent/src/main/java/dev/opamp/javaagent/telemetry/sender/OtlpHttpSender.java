package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Sends what one OTLP exporter has to send. Nothing waits here: requests run on the sender's
 * threads or on those of the configuration, waits between attempts on a timer.
 */
final class OtlpHttpSender implements HttpSender {

  /** More at a time come only from exporters without a queue, whose receiver does not keep up. */
  static final int MAX_PENDING = 64;

  private final ExportChannel channel;
  private final SendThreads threads;
  private final Set<ExportAttempts> pending = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private OtlpHttpSender(ExportChannel channel, SendThreads threads) {
    this.channel = channel;
    this.threads = threads;
  }

  static OtlpHttpSender create(HttpSenderConfig config) {
    if (config.getTimeout().isNegative()) {
      throw new IllegalArgumentException("timeout is negative");
    }
    SendThreads threads = SendThreads.of(config);
    return new OtlpHttpSender(new ExportChannel(config), threads);
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    if (pending.size() >= MAX_PENDING) {
      onError.accept(new IOException("too many exports at a time, the receiver does not keep up"));
      return;
    }
    ExportAttempts attempts =
        new ExportAttempts(
            channel,
            threads,
            message,
            plan(),
            new ExportOutcome(onResponse, onError),
            pending::remove);
    pending.add(attempts);
    if (closed) {
      attempts.cancel();
    } else {
      attempts.start();
    }
  }

  private RetryPlan plan() {
    return new RetryPlan(
        channel.retryPolicy(),
        () -> ThreadLocalRandom.current().nextDouble(),
        System.nanoTime() + channel.timeoutNanos());
  }

  private static void cancel(ExportAttempts attempts) {
    try {
      attempts.cancel();
    } catch (RuntimeException e) {
      // Of whoever is told: the others are to be told, too.
      return;
    }
  }

  /** Ends what is under way, at once and without waiting for it. */
  @Override
  public CompletableResultCode shutdown() {
    closed = true;
    try {
      pending.forEach(OtlpHttpSender::cancel);
    } finally {
      threads.shutdown();
      channel.close();
    }
    return CompletableResultCode.ofSuccess();
  }
}

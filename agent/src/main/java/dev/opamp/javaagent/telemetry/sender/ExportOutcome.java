package dev.opamp.javaagent.telemetry.sender;

import io.opentelemetry.sdk.common.export.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Tells an exporter once how its export ended. */
final class ExportOutcome {

  private final Consumer<HttpResponse> onResponse;
  private final Consumer<Throwable> onError;
  private final AtomicBoolean told = new AtomicBoolean();

  ExportOutcome(Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    this.onResponse = onResponse;
    this.onError = onError;
  }

  void answered(HttpResponse answer) {
    if (told.compareAndSet(false, true)) {
      onResponse.accept(answer);
    }
  }

  void failed(Throwable failure) {
    if (told.compareAndSet(false, true)) {
      onError.accept(failure);
    }
  }
}

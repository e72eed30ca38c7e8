package dev.opamp.javaagent.testing.apps.counting;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;

/** Emits 500 log records a second, each with a body of its own. */
final class LogWorker implements Work {

  private static final int PER_TICK = 5;

  private final Logger logger;
  private final int worker;
  private final Marks emitted = new Marks();

  LogWorker(OpenTelemetry telemetry, int worker) {
    this.logger = telemetry.getLogsBridge().get("counting.logs");
    this.worker = worker;
  }

  @Override
  public void tick() {
    for (int i = 0; i < PER_TICK; i++) {
      int number = emitted.next();
      logger
          .logRecordBuilder()
          .setSeverity(number % 2 == 0 ? Severity.INFO : Severity.WARN)
          .setAttribute("text", "something happened, and here is what there is to say about it")
          .setBody(worker + " " + number)
          .emit();
      emitted.mark(number);
    }
  }

  @Override
  public void finish() {}

  @Override
  public void report(StringBuilder into) {
    into.append("logs ").append(worker).append(' ').append(emitted.hex()).append('\n');
  }
}

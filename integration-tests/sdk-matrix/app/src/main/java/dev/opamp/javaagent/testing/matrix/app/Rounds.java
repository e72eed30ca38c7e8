package dev.opamp.javaagent.testing.matrix.app;

import io.opentelemetry.api.OpenTelemetry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a round of telemetry every 10 ms and says on stdout how far it is, which is the clock of
 * the tests. What an application must never see is an exception of its telemetry: it is printed.
 */
public final class Rounds implements AutoCloseable {

  private static final int TOLD = 20;

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "rounds"));
  private final String name;
  private final Supplier<OpenTelemetry> source;
  private final boolean logs;
  private @Nullable OpenTelemetry current;
  private @Nullable Emission emission;
  private long number;

  /**
   * @param source asked in each round, so that a global SDK may come late
   */
  public Rounds(String name, Supplier<OpenTelemetry> source, boolean logs) {
    this.name = name;
    this.source = source;
    this.logs = logs;
  }

  /** Starts, and says so. */
  public Rounds start() {
    var unused = executor.scheduleWithFixedDelay(this::round, 0, 10, TimeUnit.MILLISECONDS);
    System.out.println(name + " ready");
    return this;
  }

  private void round() {
    try {
      number++;
      emission().round(number);
    } catch (RuntimeException | Error e) {
      System.out.println(name + " broken: " + e);
      e.printStackTrace();
    }
    if (number % TOLD == 0) {
      System.out.println(name + " round " + number);
    }
  }

  private Emission emission() {
    OpenTelemetry now = source.get();
    Emission made = emission;
    if (made == null || now != current) {
      if (made != null) {
        made.end();
      }
      made = new Emission(now, logs);
      emission = made;
      current = now;
    }
    return made;
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        System.out.println(name + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

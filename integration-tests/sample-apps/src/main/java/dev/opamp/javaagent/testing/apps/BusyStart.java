package dev.opamp.javaagent.testing.apps;

import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * An application that needs every processor while it starts. It makes a span at each line that
 * comes in, and ends with the input.
 */
public final class BusyStart {

  private BusyStart() {}

  /**
   * Keeps the processors busy from the beginning.
   *
   * @param args for how many seconds
   */
  public static void main(String[] args) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[0]));
    for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
      Thread thread = new Thread(() -> spinUntil(end), "spinning");
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println("busy");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      Telemetry.span();
    }
  }

  private static void spinUntil(long end) {
    while (System.nanoTime() - end < 0) {
      // What else an application does while it starts does not matter here.
    }
  }

  /** Apart, so that nothing of OpenTelemetry is loaded before. */
  private static final class Telemetry {

    static void span() {
      GlobalOpenTelemetry.getTracer("busy-start").spanBuilder("first").startSpan().end();
    }
  }
}

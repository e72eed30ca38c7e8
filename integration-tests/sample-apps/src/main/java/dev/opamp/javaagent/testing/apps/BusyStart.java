package dev.opamp.javaagent.testing.apps;

import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * An application that needs every processor while it starts. It makes a span when the line {@code
 * span} comes in, has started at the line {@code started}, and ends with the input.
 */
public final class BusyStart {

  private static volatile boolean starting = true;

  private BusyStart() {}

  /** Keeps the processors busy from the beginning. */
  public static void main(String[] args) throws IOException {
    for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
      Thread thread = new Thread(BusyStart::spin, "spinning");
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println("busy");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("span")) {
        Telemetry.span();
      } else {
        starting = false;
      }
    }
  }

  private static void spin() {
    while (starting) {
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

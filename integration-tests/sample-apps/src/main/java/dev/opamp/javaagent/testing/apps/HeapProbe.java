package dev.opamp.javaagent.testing.apps;

import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.IOException;

/** Uses the API once, and tells the live heap whenever a line comes in. */
public final class HeapProbe {

  private HeapProbe() {}

  /** Ends with the input. */
  public static void main(String[] args) throws IOException {
    GlobalOpenTelemetry.getTracer("heap").spanBuilder("one").startSpan().end();
    System.out.println("ready");
    for (int c = System.in.read(); c >= 0; c = System.in.read()) {
      if (c == '\n') {
        System.out.println("live " + liveBytes());
      }
    }
  }

  static long liveBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    // One collection leaves what only finalizers and soft references keep.
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}

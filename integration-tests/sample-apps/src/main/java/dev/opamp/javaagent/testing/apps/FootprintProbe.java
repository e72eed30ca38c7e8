package dev.opamp.javaagent.testing.apps;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;

/**
 * Tells what others before it cost: as an agent behind another one, what the main thread has
 * allocated so far; as an application without any telemetry, live heap and threads whenever a line
 * comes in, each answer with the number of the line.
 */
public final class FootprintProbe {

  private FootprintProbe() {}

  /** Runs on the main thread, after the agents that were named before it. */
  public static void premain(String arguments) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    System.out.println(
        "allocated " + threads.getThreadAllocatedBytes(Thread.currentThread().getId()));
  }

  /** Ends with the input. */
  public static void main(String[] args) throws IOException {
    System.out.println("ready");
    int asked = 0;
    for (int c = System.in.read(); c >= 0; c = System.in.read()) {
      if (c == '\n') {
        asked++;
        System.out.println("threads " + asked + " " + threadNames());
        System.out.println("live " + asked + " " + HeapProbe.liveBytes());
      }
    }
  }

  private static String threadNames() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .sorted()
        .collect(Collectors.joining(","));
  }
}

package dev.opamp.javaagent;

import java.lang.management.ManagementFactory;

/** Work done by this thread, whatever else the machine does meanwhile. */
public final class CpuTime {

  private CpuTime() {}

  /** Nanoseconds of CPU since the thread started. */
  public static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}

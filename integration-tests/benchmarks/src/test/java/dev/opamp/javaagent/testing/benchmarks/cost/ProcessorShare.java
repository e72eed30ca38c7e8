package dev.opamp.javaagent.testing.benchmarks.cost;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How much of an iteration the measuring thread had a processor, on a machine that is not idle. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ProcessorShare {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  public long cpuNanos;
  public long wallNanos;
  private long cpuStart;
  private long wallStart;

  /** Begins an iteration. */
  @Setup(Level.Iteration)
  public void start() {
    cpuNanos = 0;
    wallNanos = 0;
    wallStart = System.nanoTime();
    cpuStart = THREADS.getCurrentThreadCpuTime();
  }

  /** Ends it. */
  @TearDown(Level.Iteration)
  public void stop() {
    cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuStart;
    wallNanos = System.nanoTime() - wallStart;
  }
}

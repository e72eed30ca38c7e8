package dev.opamp.javaagent.testing.benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The delegating layers allocate nothing: an operation takes as many bytes as on the SDK alone. How
 * fast it is depends on the machine and is left to {@link Cost}.
 */
class AllocationTest {

  private static final int OPERATIONS = 10_000;
  private static final int ROUNDS = 40;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TestFactory
  Iterable<DynamicTest> managedSdkAllocatesWhatTheRawOneDoes() {
    Map<String, DynamicTest> tests = new TreeMap<>();
    add(tests, "span, sampled", Sdks.Sampling.ALL, Operations::span);
    add(tests, "span, not sampled", Sdks.Sampling.NONE, Operations::span);
    add(tests, "counter", Sdks.Sampling.ALL, Operations::add);
    add(tests, "histogram", Sdks.Sampling.ALL, Operations::record);
    add(tests, "log record", Sdks.Sampling.ALL, Operations::emit);
    return tests.values();
  }

  private void add(
      Map<String, DynamicTest> tests,
      String name,
      Sdks.Sampling sampling,
      Consumer<Operations> operation) {
    Sdks sdks = new Sdks(sampling);
    tests.put(
        name,
        DynamicTest.dynamicTest(
            name,
            () -> compare(new Operations(sdks.raw()), new Operations(sdks.managed()), operation)));
  }

  /** The least of many rounds: the compiler may find more to leave out later, never less. */
  private void compare(Operations raw, Operations managed, Consumer<Operations> operation) {
    long leastRaw = Long.MAX_VALUE;
    long leastManaged = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      leastRaw = Math.min(leastRaw, allocated(raw, operation));
      leastManaged = Math.min(leastManaged, allocated(managed, operation));
    }
    assertThat((double) leastManaged / OPERATIONS)
        .as("bytes for an operation; raw: %s", (double) leastRaw / OPERATIONS)
        .isLessThan((double) leastRaw / OPERATIONS + 1);
  }

  private long allocated(Operations operations, Consumer<Operations> operation) {
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < OPERATIONS; i++) {
      operation.accept(operations);
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }
}

package dev.opamp.javaagent.health;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands health to the reporter without flooding the server: the first change at once, then at most
 * one report per quiet time, always with the newest state. A state that returned to the one
 * reported last causes no report. Thread-safe; {@code accept} returns at once.
 */
public final class HealthReports implements Consumer<ComponentHealthSnapshot> {

  private final AgentReporter reporter;
  private final SerialExecutor executor;
  private final Duration quietTime;
  private @Nullable ComponentHealthSnapshot pending;
  private @Nullable ComponentHealthSnapshot reported;
  private boolean quiet;

  /**
   * @param quietTime least time between two reports
   */
  public HealthReports(AgentReporter reporter, SerialExecutor executor, Duration quietTime) {
    this.reporter = reporter;
    this.executor = executor;
    this.quietTime = quietTime;
  }

  @Override
  public void accept(ComponentHealthSnapshot health) {
    synchronized (this) {
      pending = health;
      if (quiet) {
        return;
      }
      quiet = true;
    }
    executor.execute(this::report);
  }

  private void report() {
    ComponentHealthSnapshot next;
    synchronized (this) {
      next = pending;
      pending = null;
      if (next == null || next.equals(reported)) {
        quiet = false;
        return;
      }
      reported = next;
    }
    executor.schedule(this::report, quietTime);
    reporter.reportHealth(next);
  }
}

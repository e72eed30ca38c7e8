package dev.opamp.javaagent.testing.server;

import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks for HTTP agents that stopped polling, twice in every poll interval. */
final class SilenceWatch {

  private final AgentFleet fleet;
  private final Duration pollInterval;
  private @Nullable ScheduledExecutorService timer;

  SilenceWatch(AgentFleet fleet, Duration pollInterval) {
    this.fleet = fleet;
    this.pollInterval = pollInterval;
  }

  void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "opamp-server-silence-watch");
              thread.setDaemon(true);
              return thread;
            });
    long period = Math.max(1, pollInterval.toMillis() / 2);
    var unused =
        started.scheduleAtFixedRate(
            fleet::expireSilentAgents, period, period, TimeUnit.MILLISECONDS);
    timer = started;
  }

  void stop() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}

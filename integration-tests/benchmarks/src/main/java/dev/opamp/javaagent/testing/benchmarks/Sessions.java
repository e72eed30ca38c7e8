package dev.opamp.javaagent.testing.benchmarks;

import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A number of sessions, which share the few threads that run the protocol. */
final class Sessions implements AutoCloseable {

  private static final int EXECUTORS = 4;
  private static final Duration LOOK = Duration.ofMillis(100);

  private final List<ThreadSerialExecutor> executors = new ArrayList<>();
  private final List<FleetSession> sessions = new ArrayList<>();

  Sessions(int number, URI endpoint) {
    for (int i = 0; i < EXECUTORS; i++) {
      executors.add(new ThreadSerialExecutor("fleet-" + i, Duration.ofSeconds(1)));
    }
    for (int i = 0; i < number; i++) {
      sessions.add(new FleetSession(i, endpoint, executors.get(i % EXECUTORS)));
    }
  }

  void start() {
    sessions.forEach(FleetSession::start);
  }

  List<FleetSession> all() {
    return List.copyOf(sessions);
  }

  /** Waits until every session is connected; returns how many are not. */
  int awaitReady(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (missing() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(LOOK.toMillis());
    }
    return missing();
  }

  private int missing() {
    return (int) sessions.stream().filter(session -> !session.isReady()).count();
  }

  @Override
  public void close() throws InterruptedException {
    List<Future<Void>> stopping = sessions.stream().map(FleetSession::stop).toList();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (Future<Void> stopped : stopping) {
      try {
        stopped.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // The process ends soon; all that is lost is a farewell.
      }
    }
    executors.forEach(ThreadSerialExecutor::close);
  }
}

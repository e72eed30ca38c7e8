package dev.opamp.javaagent.testing.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Kills the server under a connected fleet, starts it again and watches the fleet come back. */
final class Outage {

  private static final Duration CONNECTING = Duration.ofMinutes(3);

  private final int sessions;
  private final String scheme;
  private final Duration length;
  private final Duration patience;

  /**
   * @param length from the kill to the start of the next server process
   * @param patience how long after the restart a session counts as coming back
   */
  Outage(int sessions, String scheme, Duration length, Duration patience) {
    this.sessions = sessions;
    this.scheme = scheme;
    this.length = length;
    this.patience = patience;
  }

  Returns run() throws IOException, InterruptedException {
    try (ServerProcess server = new ServerProcess()) {
      server.start();
      URI endpoint = URI.create(scheme + "://127.0.0.1:" + server.port() + "/v1/opamp");
      try (Sessions fleet = new Sessions(sessions, endpoint)) {
        fleet.start();
        int absent = fleet.awaitReady(CONNECTING);
        if (absent > 0) {
          throw new IOException(absent + " sessions never connected");
        }
        // Only a connection that has proved itself is tried again at once.
        Thread.sleep(6000);
        fleet.all().forEach(FleetSession::forget);
        server.kill();
        Thread.sleep(length.toMillis());
        return returns(fleet, server.start());
      }
    }
  }

  private Returns returns(Sessions fleet, long listeningSince) throws InterruptedException {
    int lost = fleet.awaitReady(patience);
    List<Return> back = new ArrayList<>();
    for (FleetSession session : fleet.all()) {
      if (session.isReady()) {
        back.add(
            new Return(
                millis(session.attemptAtNanos() - listeningSince),
                millis(session.readyAtNanos() - listeningSince),
                session.attempts()));
      }
    }
    return new Returns(sessions, lost, back);
  }

  /** The port may be found open a moment after the first agent found it. */
  private static long millis(long nanos) {
    return Math.max(0, nanos / 1_000_000);
  }
}

package dev.opamp.javaagent.testing.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** Counts what connected agents with nothing to report send and receive. */
final class SteadyState {

  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final int sessions;
  private final Duration length;

  SteadyState(int sessions, Duration length) {
    this.sessions = sessions;
    this.length = length;
  }

  /** Bytes of one agent per minute, TCP payload, all default settings. */
  record Cost(String scheme, double up, double down) {
    String summary() {
      return String.format(
          Locale.ROOT, "%s: %.0f bytes to the server, %.0f from it", scheme, up, down);
    }
  }

  Cost run(String scheme) throws IOException, InterruptedException {
    try (ServerProcess server = new ServerProcess()) {
      server.start();
      try (CountingRelay relay = new CountingRelay(server.port());
          Sessions fleet =
              new Sessions(
                  sessions, URI.create(scheme + "://127.0.0.1:" + relay.port() + "/v1/opamp"))) {
        fleet.start();
        int absent = fleet.awaitReady(Duration.ofMinutes(1));
        if (absent > 0) {
          throw new IOException(absent + " sessions never connected");
        }
        Thread.sleep(SETTLING.toMillis());
        long up = relay.up();
        long down = relay.down();
        Thread.sleep(length.toMillis());
        double minutes = length.toMillis() / 60_000.0;
        return new Cost(
            scheme,
            (relay.up() - up) / minutes / sessions,
            (relay.down() - down) / minutes / sessions);
      }
    }
  }
}

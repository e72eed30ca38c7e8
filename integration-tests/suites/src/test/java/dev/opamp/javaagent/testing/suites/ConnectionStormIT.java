package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that accepts and closes is not hammered. */
class ConnectionStormIT {

  @Test
  @Tag("LIFE-05")
  @Tag("RB-21")
  void acceptThenClose_atMostEightAttemptsInTenSeconds() throws Exception {
    try (AcceptThenCloseServer server = new AcceptThenCloseServer();
        HostProcess host =
            HostProcess.java()
                .agentArgs("endpoint=ws://127.0.0.1:" + server.port() + "/v1/opamp")
                .start(
                    "-cp",
                    HostProcess.sampleApps(),
                    "dev.opamp.javaagent.testing.apps.SampleService")) {
      host.awaitLine(line -> line.contains("listening"), Duration.ofSeconds(20));
      Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> server.attempts() > 0);
      int before = server.attempts();
      Awaitility.await()
          .during(10, TimeUnit.SECONDS)
          .atMost(11, TimeUnit.SECONDS)
          .until(() -> server.attempts() - before < 8);
      assertThat(server.attempts()).isGreaterThan(1);
      assertThat(host.isAlive()).isTrue();
    }
  }
}

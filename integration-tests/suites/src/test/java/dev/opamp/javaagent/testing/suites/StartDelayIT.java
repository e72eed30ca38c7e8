package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Hosts that need every processor while they start: the agent lets them go first. */
@Tag("JVM-03")
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a JVM cannot see what it uses")
class StartDelayIT {

  private static final String BUSY = "dev.opamp.javaagent.testing.apps.BusyStart";
  private static final String FOR_EVER = "1h";

  private TestBed bed;

  @BeforeEach
  void start() throws IOException {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private HostProcess busyHost(String name, String delay) throws Exception {
    HostProcess host =
        bed.host("ws", name)
            .env("OTEL_OPAMP_START_DELAY", delay)
            .start("-cp", HostProcess.sampleApps(), BUSY);
    host.awaitLine("busy"::equals, TestBed.PATIENCE);
    return host;
  }

  private boolean isKnown(String name) {
    return bed.server.agents().stream().anyMatch(agent -> agent.serviceName().equals(name));
  }

  @Test
  void theAgentBeginsWhenTheStartIsOver() throws Exception {
    try (HostProcess patient = busyHost("patient", FOR_EVER);
        HostProcess hasty = busyHost("hasty", "0")) {
      bed.awaitAgent("hasty");
      assertThat(isKnown("patient")).isFalse();
      hasty.kill();

      patient.sendLine("started");

      bed.awaitAgent("patient");
      assertThat(patient.stderr()).isEmpty();
    }
  }

  @Test
  void aStartThatTakesLongIsNotWaitedForLongerThanAllowed() throws Exception {
    try (HostProcess host = busyHost("long", "2s")) {
      bed.awaitAgent("long");
      assertThat(host.isAlive()).isTrue();
    }
  }

  @Test
  void theFirstUseOfTelemetryEndsTheDelayAndIsNotLost() throws Exception {
    try (HostProcess host = busyHost("using", FOR_EVER)) {
      host.sendLine("span");

      bed.sink
          .store()
          .await(
              "the first span",
              sink -> sink.spans().stream().anyMatch(span -> span.name().equals("first")),
              TestBed.PATIENCE);
    }
  }
}

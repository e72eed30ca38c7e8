package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
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

  /** Longer than a test. */
  private static final String FOR_EVER = "300";

  private TestBed bed;

  @BeforeEach
  void start() throws IOException {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private HostProcess.Builder host(String name, String delay) {
    return bed.host("ws", name).env("OTEL_OPAMP_START_DELAY", delay);
  }

  private static HostProcess busy(HostProcess.Builder host, String seconds) throws Exception {
    HostProcess process = host.start("-cp", HostProcess.sampleApps(), BUSY, seconds);
    process.awaitLine("busy"::equals, TestBed.PATIENCE);
    return process;
  }

  @Test
  void theAgentBeginsWhenTheStartIsOver() throws Exception {
    try (HostProcess host = busy(host("patient", "1h"), "3")) {
      bed.awaitAgent("patient");

      assertThat(host.age()).isGreaterThan(Duration.ofSeconds(3));
      assertThat(host.stderr()).isEmpty();
    }
  }

  @Test
  void aStartThatTakesLongIsNotWaitedForLongerThanAllowed() throws Exception {
    try (HostProcess host = busy(host("long", "3s"), FOR_EVER)) {
      bed.awaitAgent("long");

      assertThat(host.age()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(10));
    }
  }

  @Test
  void theFirstUseOfTelemetryEndsTheDelayAndIsNotLost() throws Exception {
    try (HostProcess host = busy(host("using", "1h"), FOR_EVER)) {
      host.sendLine("span");

      bed.sink
          .store()
          .await(
              "the first span",
              sink -> sink.spans().stream().anyMatch(span -> span.name().equals("first")),
              TestBed.PATIENCE);
    }
  }

  @Test
  void anAgentThatIsAttachedLaterDoesNotWait() throws Exception {
    try (HostProcess host = busy(host("late", "1h").withoutAgent(), FOR_EVER);
        HostProcess attach =
            HostProcess.java()
                .withoutAgent()
                .start(
                    "-jar",
                    HostProcess.agentJar().toString(),
                    "attach",
                    String.valueOf(host.pid()))) {
      assertThat(attach.awaitExit(TestBed.PATIENCE)).as(attach.stderr()).isZero();

      bed.awaitAgent("late");
    }
  }
}

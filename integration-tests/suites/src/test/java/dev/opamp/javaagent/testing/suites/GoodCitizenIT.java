package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.demo.Traffic;
import dev.opamp.javaagent.testing.server.fleet.ReceivedMessage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the agent leaves alone in the JVM it lives in, and coming late. */
class GoodCitizenIT {

  private TestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  @Tag("TR-09")
  @Tag("JVM-02")
  void jvmWideDefaultsAreUntouchedAndAllThreadsAreDaemons() throws Exception {
    String probe = "dev.opamp.javaagent.testing.apps.CitizenProbe";
    String plain;
    try (HostProcess host =
        HostProcess.java().withoutAgent().start("-cp", HostProcess.sampleApps(), probe, "0")) {
      assertThat(host.awaitExit(TestBed.PATIENCE)).isZero();
      plain = host.stdout();
    }
    try (HostProcess host =
        bed.host("ws", "citizen").start("-cp", HostProcess.sampleApps(), probe, "1")) {
      bed.server.awaitAgent(agent -> agent.serviceName().equals("citizen"), TestBed.PATIENCE);
      assertThat(host.awaitExit(TestBed.PATIENCE)).isZero();
      List<String> lines = host.stdout().lines().toList();
      assertThat(lines).containsAll(plain.lines().toList());
      assertThat(lines)
          .filteredOn(line -> line.startsWith("thread opamp-agent"))
          .isNotEmpty()
          .allMatch(line -> line.endsWith("daemon=true contextClassLoader=null"));
      assertThat(lines)
          .noneMatch(line -> line.contains("daemon=false") && !line.contains(" main "));
    }
  }

  /** Beyond this a fleet would notice; docs/architecture.md states what was measured. */
  private static final long HEAP_LIMIT = 16L << 20;

  @Test
  @Tag("JVM-06")
  void liveHeapOfAConnectedAgentIsSmallAndALargeOfferIsFreed() throws Exception {
    String probe = "dev.opamp.javaagent.testing.apps.HeapProbe";
    long plain;
    try (HostProcess host =
        HostProcess.java().withoutAgent().start("-cp", HostProcess.sampleApps(), probe)) {
      plain = liveHeap(host, 1);
    }
    try (HostProcess host = bed.host("ws", "heap").start("-cp", HostProcess.sampleApps(), probe)) {
      UUID uid = bed.awaitAgent("heap").uid();
      long idle = liveHeap(host, 1) - plain;
      System.out.println("live heap of the agent: " + idle / 1024 + " KiB");
      assertThat(idle).isLessThan(HEAP_LIMIT);
      bed.offer(uid, "# " + "x".repeat(900_000) + "\nfile_format: \"1.0\"\n");
      assertThat(liveHeap(host, 2) - plain).isLessThan(HEAP_LIMIT);
    }
  }

  private static long liveHeap(HostProcess host, int question) throws Exception {
    host.awaitLine(line -> line.equals("ready"), TestBed.PATIENCE);
    host.sendLine("");
    Awaitility.await().atMost(TestBed.PATIENCE).until(() -> answers(host).size() >= question);
    return Long.parseLong(answers(host).get(question - 1).substring("live ".length()));
  }

  private static List<String> answers(HostProcess host) {
    return host.stdout().lines().filter(line -> line.startsWith("live ")).toList();
  }

  @Test
  @Tag("JVM-08")
  @Tag("OWN-21")
  void atTheEndTelemetryIsDeliveredBeforeTheFarewell() throws Exception {
    try (HostProcess service =
        bed.host("ws", "ending")
            .env("OTEL_BSP_SCHEDULE_DELAY", "3600000")
            .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE)) {
      UUID uid = bed.awaitAgent("ending").uid();
      try (Traffic traffic = new Traffic(TestBed.portOf(service), 20)) {
        bed.sink.store().await("logs", s -> s.logs().size() > 5, TestBed.PATIENCE);
      }
      assertThat(bed.sink.store().spans()).isEmpty();
      service.terminate();
      service.awaitExit(Duration.ofSeconds(10));
      ReceivedMessage farewell =
          bed.server.awaitMessage(
              uid, message -> message.message().hasAgentDisconnect(), TestBed.PATIENCE);
      assertThat(bed.sink.store().spans()).isNotEmpty();
      assertThat(bed.sink.store().spans())
          .allSatisfy(span -> assertThat(span.at()).isBefore(farewell.receivedAt()));
    }
  }

  @Test
  void attachedLate_theRunningApplicationIsManagedAndItsTelemetryChanges() throws Exception {
    try (HostProcess service =
            bed.host("ws", "late")
                .withoutAgent()
                .start(
                    "-cp",
                    HostProcess.sampleApps(),
                    "dev.opamp.javaagent.testing.apps.LateService");
        Traffic traffic = new Traffic(TestBed.portOf(service), 20)) {
      VirtualMachine machine = VirtualMachine.attach(String.valueOf(service.pid()));
      machine.loadAgent(HostProcess.agentJar().toString(), "endpoint=" + bed.endpoint("ws"));
      machine.detach();
      UUID uid = bed.awaitAgent("late").uid();
      bed.sink.store().await("spans", s -> s.spans().size() > 10, TestBed.PATIENCE);
      assertThat(
              bed.offer(
                      uid, "file_format: \"1.0\"\ntracer_provider:\n  sampler:\n    always_off:\n")
                  .getStatus())
          .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
      assertThat(traffic.failures()).isZero();
    }
  }
}

package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.demo.Traffic;
import java.util.List;
import java.util.UUID;
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
      bed.awaitAgent("citizen");
      host.awaitLine(line -> line.startsWith("waited for the agent"), TestBed.PATIENCE);
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

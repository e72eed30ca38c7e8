package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A whole service as a user without rights, where nothing at all can be written. */
class LeastPrivilegeIT {

  private static final String READ_ONLY_AND_NOBODY =
      "mount -o remount,bind,ro / && exec setpriv --reuid=65534 --regid=65534 --clear-groups"
          + " --inh-caps=-all -- \"$@\"";

  @Test
  @Tag("SEC-08")
  void aServiceOfNobodyOnAReadOnlyFileSystemIsManagedLikeAnyOther() throws Exception {
    assumeTrue(
        succeeds("unshare", "--mount", "sh", "-c", READ_ONLY_AND_NOBODY, "sh", "true"),
        "needs root, unshare and setpriv to take rights away");
    try (TestBed bed = new TestBed();
        HostProcess service =
            bed.host("ws", "nobody")
                .launcher("unshare", "--mount", "sh", "-c", READ_ONLY_AND_NOBODY, "sh")
                .start("-cp", HostProcess.sampleApps(), TestBed.SERVICE, "0")) {
      AgentSnapshot agent = bed.awaitAgent("nobody");

      assertThat(bed.offer(agent.uid(), "tracer_provider: {sampler: {always_off: }}").getStatus())
          .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
      assertThat(service.stderr()).isEmpty();
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

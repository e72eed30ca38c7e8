package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.identity.HostEnvironment;
import dev.opamp.javaagent.identity.ResourceDetection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFollowTest {

  @TempDir Path root;
  private final RecordingReporter reporter = new RecordingReporter();
  private final List<Map<String, Object>> ownTelemetry = new ArrayList<>();
  private Identity identity;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(Files.createDirectory(root.resolve("etc")).resolve("hostname"), "box\n");
    identity =
        new Identity(
            new ResourceDetection(
                new HostEnvironment(Map.of(), Map.of("os.name", "Linux"), root), "1"),
            reporter,
            ownTelemetry::add);
  }

  @Test
  void anSdkIsNotBuiltOnHalfOfWhatIsKnown() throws Exception {
    CompletableFuture<Map<String, Object>> asked =
        CompletableFuture.supplyAsync(identity::detected);
    identity.complete();

    assertThat(asked.get()).containsEntry("host.name", "box");
  }

  @Test
  void detectionThatHangsDoesNotKeepAnSdkFromBeingBuilt() {
    assertThat(identity.detected()).containsKey("service.name").doesNotContainKey("host.name");
  }

  @Test
  @Tag("IDN-15")
  void theSdkInChargeIsStillFollowedWhenDetectionEndsAfterIt() {
    identity.follow(Map.of("service.name", "configured"));
    identity.complete();

    assertThat(ownTelemetry.get(ownTelemetry.size() - 1))
        .containsEntry("service.name", "configured")
        .containsEntry("host.name", "box");
    assertThat(reporter.descriptions).hasSize(2);
  }
}

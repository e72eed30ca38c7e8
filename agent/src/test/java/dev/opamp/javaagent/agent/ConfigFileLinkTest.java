package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.concurrent.ManualScheduler;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.Lookups;
import dev.opamp.javaagent.config.PipelineOptions;
import dev.opamp.javaagent.config.PipelinePorts;
import dev.opamp.javaagent.config.StartupDocument;
import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.settings.RemoteConfigSettings;
import dev.opamp.javaagent.state.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileLinkTest {

  private static final String GOOD = "file_format: \"1.0\"\n";

  @TempDir Path dir;
  private final HealthTree health = new HealthTree(() -> 1, snapshot -> {});
  private final ManualScheduler scheduler = new ManualScheduler();
  private int changes;

  private ConfigFileLink link(Map<String, String> environment) {
    Lookups lookups = new Lookups(environment::get, name -> null);
    RemoteConfigSettings settings = new RemoteConfigSettings(true, false, null, Set.of());
    NoServer nobody = new NoServer();
    ConfigPipeline pipeline =
        new ConfigPipeline(
            StartupDocument.load(lookups),
            new PipelineOptions(lookups, settings, "", Duration.ZERO),
            new PipelinePorts(
                nobody.reporter(),
                scheduler,
                scheduler,
                new StoredConfig(StateStore.open(null)),
                level -> {},
                (status, steps, nanos) -> {}));
    pipeline.start();
    scheduler.runAll();
    ConfigFileLink link = new ConfigFileLink(pipeline, health, () -> changes++);
    link.show();
    return link;
  }

  private @Nullable ComponentHealthSnapshot shown() {
    return health.snapshot().components().get("config_file");
  }

  private void write(String content, int age) throws Exception {
    Path file = Files.writeString(dir.resolve("sdk.yaml"), content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(age)));
  }

  @Test
  void withoutFileThereIsNoComponent() {
    link(Map.of()).follow();
    assertThat(shown()).isNull();
  }

  @Test
  void badFileMakesTheAgentUnwellUntilItIsGoodAgain() throws Exception {
    health.agent().running();
    write(GOOD, 60);
    ConfigFileLink link = link(Map.of("OTEL_CONFIG_FILE", dir.resolve("sdk.yaml").toString()));
    assertThat(shown().healthy()).isTrue();
    link.follow();
    assertThat(changes).isZero();

    write(GOOD + "no_such: 1\n", 50);
    link.follow();
    assertThat(shown().status()).isEqualTo("degraded");
    assertThat(shown().lastError()).contains("sdk.yaml").contains("no_such (line 2)");
    assertThat(health.snapshot().healthy()).isFalse();
    assertThat(changes).isZero();

    write(GOOD + "disabled: true\n", 40);
    link.follow();
    assertThat(shown().healthy()).isTrue();
    assertThat(health.snapshot().healthy()).isTrue();
    assertThat(changes).isOne();
  }

  @Test
  void fileThatIsBrokenAtTheStartIsShownAtOnce() throws Exception {
    write("[", 60);
    link(Map.of("OTEL_CONFIG_FILE", dir.resolve("sdk.yaml").toString()));
    assertThat(shown().lastError()).contains("sdk.yaml").contains("not used");
  }
}

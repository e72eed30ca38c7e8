package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.concurrent.ManualScheduler;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.Lookups;
import dev.opamp.javaagent.config.NothingStored;
import dev.opamp.javaagent.config.PipelineOptions;
import dev.opamp.javaagent.config.PipelinePorts;
import dev.opamp.javaagent.config.StartupDocument;
import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.DestinationOffer;
import dev.opamp.javaagent.settings.RemoteConfigSettings;
import dev.opamp.javaagent.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherConnectionsLinkTest {

  @TempDir Path dir;
  private final Map<String, String> environment = new HashMap<>();
  private final HealthTree health = new HealthTree(() -> 1, snapshot -> {});
  private boolean remoteConfig = true;

  /** One run of the agent, as far as this is about connections. */
  private final class Run implements AutoCloseable {
    final ManualScheduler scheduler = new ManualScheduler();
    final FakeSdk sdk = new FakeSdk("own");
    private Runnable provingGround = () -> {};
    final StateStore state = StateStore.open(dir.resolve("state"));
    final ConfigPipeline pipeline = pipeline(scheduler);
    final OtherConnectionsLink link =
        new OtherConnectionsLink(pipeline, health, state, this::prove);

    private void prove() {
      provingGround.run();
    }

    Run start() {
      scheduler.execute(link::restore);
      pipeline.addTarget(sdk);
      pipeline.start();
      scheduler.runAll();
      return this;
    }

    String inForce() {
      return sdk.inForce().tree().toString();
    }

    @Override
    public void close() {
      state.close();
    }
  }

  private ConfigPipeline pipeline(ManualScheduler scheduler) {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example.com");
    Lookups lookups = new Lookups(environment::get, name -> null);
    return new ConfigPipeline(
        StartupDocument.load(lookups),
        new PipelineOptions(
            lookups,
            new RemoteConfigSettings(remoteConfig, false, null, Set.of()),
            "opamp.example.com",
            Duration.ZERO),
        new PipelinePorts(
            new RecordingReporter(),
            scheduler,
            scheduler,
            new NothingStored(),
            level -> {},
            (status, steps, nanos) -> {}));
  }

  private static ConnectionSettingsOffer offer(String name, DestinationOffer.Builder connection) {
    return new ConnectionSettingsOffer(null, null, null, Map.of(name, connection.build()));
  }

  private static DestinationOffer.Builder token(String token) {
    return DestinationOffer.builder().headers(Map.of("Authorization", token));
  }

  private @Nullable ComponentHealthSnapshot component() {
    return health.snapshot().components().get("other_connections");
  }

  @Test
  void offeredConnectionsAreTriedInAnSdkThatWasNotThere() {
    try (Run run = new Run()) {
      run.pipeline.start();
      run.scheduler.runAll();
      run.sdk.refused = "Authorization";
      run.provingGround = () -> run.pipeline.addTargetNow(run.sdk);

      assertThat(run.link.apply(new ConnectionSettingsOffer(null, null, null, Map.of()))).isEmpty();
      List<String> problems = run.link.apply(offer("otlp/traces", token("first")));

      assertThat(problems).singleElement().asString().contains("Authorization");
      assertThat(run.link.areInForce()).isFalse();
    }
  }

  @Test
  void withoutAnSdkOfferedConnectionsAreNotInForce() {
    try (Run run = new Run()) {
      run.pipeline.start();
      run.scheduler.runAll();

      List<String> problems = run.link.apply(offer("otlp/traces", token("first")));

      assertThat(problems).containsExactly("other_connections: there is no SDK to apply it to");
    }
  }

  @Test
  void offeredConnectionsAreInForceAgainAfterARestart() {
    try (Run first = new Run().start()) {
      assertThat(first.link.apply(offer("otlp/traces", token("first")))).isEmpty();
      assertThat(first.link.apply(offer("otlp/logs", token("second")))).isEmpty();
    }
    try (Run second = new Run().start()) {
      assertThat(second.inForce()).contains("first").contains("second");
      assertThat(second.link.apply(offer("otlp/traces", token("third")))).isEmpty();
      assertThat(second.inForce()).contains("third").contains("second").doesNotContain("first");
    }
  }

  @Test
  void storedConnectionsRestWhileRemoteConfigurationIsSwitchedOff() {
    try (Run first = new Run().start()) {
      assertThat(first.link.apply(offer("otlp/traces", token("first")))).isEmpty();
    }
    remoteConfig = false;
    try (Run second = new Run().start()) {
      assertThat(second.inForce()).contains("collector.example.com").doesNotContain("first");
    }
    remoteConfig = true;
    try (Run third = new Run().start()) {
      assertThat(third.inForce()).contains("first");
    }
  }

  @Test
  @Tag("CON-75")
  void settingsWithoutAMeaningAreIgnored() {
    try (Run run = new Run().start()) {
      DestinationOffer.Builder connection =
          token("first").otherSettings(Map.of("unknown", "s3cret"));
      assertThat(run.link.apply(offer("otlp/traces", connection))).isEmpty();
      assertThat(run.inForce()).contains("first").doesNotContain("unknown");
    }
  }

  @Test
  void offerWithoutConnectionsIsNobodysBusiness() {
    try (Run run = new Run().start()) {
      assertThat(run.link.apply(new ConnectionSettingsOffer(null, null, null, Map.of()))).isEmpty();
      assertThat(component()).isNull();
    }
  }

  @Test
  void refusedOfferIsNotKeptAndShowsUntilTheNext() {
    try (Run run = new Run().start()) {
      run.link.apply(offer("otlp/traces", token("first")));
      DestinationOffer.Builder bad = token("second").endpoint("ftp://collector.example.com");
      assertThat(run.link.apply(offer("otlp/traces", bad))).hasSize(1);
      assertThat(component().healthy()).isFalse();
      assertThat(component().lastError()).contains("otlp/traces").doesNotContain("second");
      run.link.followFiles();
      assertThat(component().healthy()).isFalse();
      assertThat(run.link.apply(offer("otlp/logs", token("third")))).isEmpty();
      assertThat(component().healthy()).isTrue();
      assertThat(run.inForce()).contains("first").doesNotContain("second");
    }
    try (Run again = new Run().start()) {
      assertThat(again.inForce()).contains("first").doesNotContain("second");
    }
  }

  @Test
  void damagedStateIsDroppedAndTheAgentRuns() {
    try (Run run = new Run()) {
      run.state.put("other-connections", "nonsense".getBytes(StandardCharsets.UTF_8));
      run.start();
      assertThat(run.inForce()).contains("collector.example.com");
      assertThat(run.state.get("other-connections")).isNull();
    }
  }

  @Test
  void troubleWithCredentialFilesShowsForAsLongAsItLasts() throws Exception {
    Path ca = Files.writeString(dir.resolve("ca.pem"), "one");
    environment.put("OTEL_EXPORTER_OTLP_CERTIFICATE", ca.toString());
    try (Run run = new Run().start()) {
      run.link.followFiles();
      assertThat(component()).isNull();
      run.sdk.failure = new IllegalArgumentException("no certificate found");
      Files.writeString(ca, "two, which is broken");
      run.link.followFiles();
      assertThat(component().lastError()).contains("no certificate found");
      run.sdk.failure = null;
      Files.writeString(ca, "three");
      run.link.followFiles();
      assertThat(component().healthy()).isTrue();
    }
  }
}

package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.concurrent.ManualScheduler;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is offered while the rest of the agent's start is put off. */
@Tag("CFG-03")
class ServerOffersTest {

  private static final String DOCUMENT =
      "file_format: \"1.0\"\ntracer_provider:\n  sampler: {always_off: {}}\n";

  private final ManualScheduler apply = new ManualScheduler();
  private final RecordingReporter reporter = new RecordingReporter();
  private final FakeSdk sdk = new FakeSdk("own");
  private final List<String> done = new ArrayList<>();
  private final RestOfStart rest = new RestOfStart(apply, () -> false);
  private ConfigPipeline pipeline;
  private ServerOffers offers;

  @BeforeEach
  void start() {
    pipeline = Pipelines.ofDefaults(reporter, apply, apply);
    pipeline.start();
    ConnectionPart connections =
        offer -> {
          done.add("connections");
          return List.of();
        };
    offers =
        new ServerOffers(
            pipeline,
            List.of(connections),
            () -> done.add("restart"),
            apply,
            rest,
            () -> pipeline.addTargetNow(sdk));
    rest.execute(() -> done.add("rest"));
    rest.watch();
    run();
  }

  private void run() {
    apply.advance(Duration.ofSeconds(1));
  }

  private static RemoteConfigOffer configuration() {
    return new RemoteConfigOffer(
        new byte[] {1}, List.of(new ConfigFile("", "", DOCUMENT.getBytes(StandardCharsets.UTF_8))));
  }

  private List<RemoteConfigState> states() {
    return reporter.statuses.stream().map(status -> status.state()).toList();
  }

  @Test
  void configurationIsTriedInAnSdkThatWasNotThere() {
    offers.onRemoteConfig(configuration());
    run();

    assertThat(done).containsExactly("rest");
    assertThat(states()).containsExactly(RemoteConfigState.APPLYING, RemoteConfigState.APPLIED);
    assertThat(sdk.inForce().tree().toString()).contains("always_off");
  }

  @Test
  void configurationThatTheSdkRefusesIsNeverCalledApplied() {
    sdk.refused = "always_off";

    offers.onRemoteConfig(configuration());
    run();

    assertThat(states()).containsExactly(RemoteConfigState.APPLYING, RemoteConfigState.FAILED);
  }

  @Test
  void configurationIsNotAppliedWithoutAnSdkAndTriedWhenThereIsOne() {
    ServerOffers without =
        new ServerOffers(
            pipeline,
            List.of(),
            () -> {},
            apply,
            rest,
            () -> {
              throw new LinkageError("expected");
            });

    assertThatThrownBy(
            () -> {
              without.onRemoteConfig(configuration());
              run();
            })
        .isInstanceOf(LinkageError.class);
    run();
    assertThat(states()).containsExactly(RemoteConfigState.APPLYING, RemoteConfigState.FAILED);

    pipeline.addTarget(sdk);
    run();
    assertThat(states()).endsWith(RemoteConfigState.APPLIED);
    assertThat(sdk.inForce().tree().toString()).contains("always_off");
  }

  @Test
  void connectionsWaitForTheRest() {
    offers.onConnectionSettings(
        new ConnectionSettingsOffer(null, null, null, Map.of()),
        problems -> done.add("told " + problems));
    run();
    assertThat(done).isEmpty();

    rest.now();
    run();

    assertThat(done).containsExactly("rest", "connections", "told []");
  }

  @Test
  void restartComesAfterTheRest() {
    offers.onRestart();
    run();

    assertThat(done).containsExactly("rest", "restart");
  }
}

package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.concurrent.AgentThreads;
import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.ClientCertificate;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.DestinationOffer;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import dev.opamp.javaagent.owntelemetry.DestinationPolicy;
import dev.opamp.javaagent.owntelemetry.OwnTelemetry;
import dev.opamp.javaagent.owntelemetry.OwnTelemetryOptions;
import dev.opamp.javaagent.settings.OwnTelemetrySettings;
import dev.opamp.javaagent.state.StateStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OwnTelemetryLinkTest {

  private static final Duration FAST = Duration.ofMillis(100);
  private static final OwnTelemetrySettings NOTHING = new OwnTelemetrySettings(null, Map.of());

  @TempDir Path dir;
  private final HealthTree health = new HealthTree(() -> 1, snapshot -> {});
  private FakeOtlpEndpoint sink;

  @BeforeEach
  void listen() throws Exception {
    sink = new FakeOtlpEndpoint();
  }

  @AfterEach
  void stop() {
    sink.close();
  }

  private OwnTelemetryLink link(
      OwnTelemetrySettings settings, StateStore state, DestinationPolicy policy) {
    return new OwnTelemetryLink(
        new OwnTelemetry(
            new OwnTelemetryOptions(FAST, FAST, Duration.ofSeconds(2), policy),
            Map.of("service.name", "s"),
            new AgentThreads("own-telemetry"),
            (signal, error) -> {}),
        health,
        new OwnTelemetryDestinations(settings, state));
  }

  private ConnectionSettingsOffer metricsOffer() {
    DestinationOffer metrics =
        DestinationOffer.builder()
            .endpoint(sink.url() + "/offered")
            .headers(Map.of("X-Key", "secret"))
            .build();
    return new ConnectionSettingsOffer(metrics, null, null, Map.of());
  }

  @Test
  @Tag("OWN-22")
  void aRestartExportsBeforeTheServerAnswers() {
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryLink link = link(NOTHING, state, uri -> null);
      link.start();
      link.apply(metricsOffer());
      link.close();
    }
    sink.exports.clear();
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryLink link = link(NOTHING, state, uri -> null);
      link.start();
      await().until(() -> sink.exports.contains("/offered secret"));
      link.close();
    }
  }

  @Test
  void theLocalSettingsCountUntilTheServerOffers() {
    OwnTelemetrySettings local =
        new OwnTelemetrySettings(URI.create(sink.url()), Map.of("X-Key", "local"));
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryLink link = link(local, state, uri -> null);
      link.start();
      await().until(() -> sink.exports.contains("/v1/metrics local"));
      link.apply(metricsOffer());
      await().until(() -> sink.exports.contains("/offered secret"));
      link.close();
    }
  }

  @Test
  @Tag("OWN-14")
  void anOfferBeforeTheStartLeavesTheTlsThatTheStartWouldUse() {
    TlsSettings tls = TlsSettings.builder().versions("1.3", "").build();
    OwnTelemetrySettings local =
        new OwnTelemetrySettings(URI.create(sink.url()), Map.of("X-Key", "local"), tls, false);
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryLink link = link(local, state, uri -> null);
      assertThat(link.apply(metricsOffer())).isEmpty();
      link.start();
      link.close();

      OwnTelemetryOffer kept = new OwnTelemetryDestinations(NOTHING, state).initial();
      assertThat(kept.metrics())
          .isEqualTo(
              new TelemetryDestination(
                  sink.url() + "/offered", Map.of("X-Key", "secret"), tls, null));
    }
  }

  @Test
  void anOfferBeforeTheStartSurvivesAStoredDestinationThatDoesNot() {
    OwnTelemetrySettings local =
        new OwnTelemetrySettings(URI.create(sink.url()), Map.of("X-Key", "local"));
    try (StateStore state = StateStore.open(dir)) {
      new OwnTelemetryDestinations(NOTHING, state)
          .accepted(
              new OwnTelemetryOffer(
                  null, new TelemetryDestination(sink.url() + "/stored", Map.of()), null));
      OwnTelemetryLink link =
          link(local, state, uri -> uri.getPath().equals("/stored") ? "not allowed" : null);
      assertThat(link.apply(metricsOffer())).isEmpty();
      link.start();
      sink.exports.clear();
      await().until(() -> sink.exports.contains("/offered secret"));
      link.close();
      assertThat(sink.exports).doesNotContain("/v1/metrics local");
    }
  }

  @Test
  void aStoredDestinationThatIsNoLongerAllowedGivesWayToTheLocalOne() {
    OwnTelemetrySettings local =
        new OwnTelemetrySettings(URI.create(sink.url()), Map.of("X-Key", "local"));
    try (StateStore state = StateStore.open(dir)) {
      TelemetryDestination offered =
          new TelemetryDestination(sink.url() + "/offered", Map.of("X-Key", "secret"));
      new OwnTelemetryDestinations(NOTHING, state)
          .accepted(new OwnTelemetryOffer(offered, null, null));
      OwnTelemetryLink link =
          link(local, state, uri -> uri.getPath().equals("/offered") ? "not allowed" : null);
      link.start();
      await().until(() -> sink.exports.contains("/v1/metrics local"));
      ComponentHealthSnapshot shown = health.snapshot().components().get("own_telemetry");
      assertThat(shown.lastError() + shown.status()).contains("not allowed");
      link.close();
      assertThat(sink.exports).doesNotContain("/offered secret");
    }
  }

  @Test
  @Tag("OWN-13")
  @Tag("CON-83")
  void whatCannotBeUsedIsToldByItsPartAndChangesNothing() {
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryLink link = link(NOTHING, state, uri -> null);
      assertThat(link.apply(metricsOffer())).isEmpty();
      await().until(() -> sink.exports.contains("/offered secret"));
      byte[] kept = state.get("own-telemetry");
      DestinationOffer withoutKey =
          DestinationOffer.builder()
              .endpoint(sink.url() + "/other")
              .certificate(
                  new ClientCertificate(PemSource.text("certificate.cert", "c"), null, null))
              .build();

      assertThat(link.apply(new ConnectionSettingsOffer(withoutKey, null, null, Map.of())))
          .containsExactly("own_metrics: certificate.private_key is missing");

      assertThat(state.get("own-telemetry")).isEqualTo(kept);
      assertThat(health.snapshot().components().get("own_telemetry").lastError())
          .contains("private_key is missing");
      sink.exports.clear();
      await().until(() -> sink.exports.contains("/offered secret"));
      link.close();
    }
  }

  @Test
  @Tag("CON-83")
  void anOfferThatIsNotAboutOwnTelemetryHasNoProblem() {
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryLink link = link(NOTHING, state, uri -> "not allowed");
      assertThat(link.apply(new ConnectionSettingsOffer(null, null, null, Map.of()))).isEmpty();
      link.close();
    }
  }

  @Test
  void aRefusedOfferIsNotKept() {
    try (StateStore state = StateStore.open(dir)) {
      OwnTelemetryLink link = link(NOTHING, state, uri -> "not allowed");
      link.apply(metricsOffer());
      link.close();
      assertThat(state.get("own-telemetry")).isNull();
    }
  }
}

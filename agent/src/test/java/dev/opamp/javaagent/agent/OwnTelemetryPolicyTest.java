package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.settings.OwnTelemetrySettings;
import dev.opamp.javaagent.settings.Power;
import dev.opamp.javaagent.settings.RemoteConfigSettings;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OwnTelemetryPolicyTest {

  private static final URI LOCAL = URI.create("http://local:4318");

  private static OwnTelemetryPolicy policy(boolean httpsOnly, Set<Power> powers) {
    return policy(LOCAL, httpsOnly, powers);
  }

  private static OwnTelemetryPolicy policy(URI local, boolean httpsOnly, Set<Power> powers) {
    return new OwnTelemetryPolicy(
        new OwnTelemetrySettings(local, Map.of(), TlsSettings.defaults(), httpsOnly),
        new RemoteConfigSettings(true, false, null, powers),
        uri -> uri.getHost().equals("allowed"));
  }

  @Test
  void destinationsMustBeAllowedOrLocal() {
    OwnTelemetryPolicy policy = policy(false, Set.of());

    assertThat(policy.refusal(URI.create("http://allowed/v1/metrics"))).isNull();
    assertThat(policy.refusal(URI.create("http://LOCAL/other"))).isNull();
    assertThat(policy.refusal(URI.create("https://elsewhere"))).contains("otel.opamp.destinations");
  }

  @Test
  @Tag("OWN-03")
  void plainHttpIsRefusedWhenThatIsTheLocalChoice() {
    OwnTelemetryPolicy policy = policy(true, Set.of());

    assertThat(policy.refusal(URI.create("http://allowed/v1/metrics")))
        .contains("otel.opamp.own.telemetry.https.only");
    assertThat(policy.refusal(URI.create("https://allowed/v1/metrics"))).isNull();
    assertThat(policy.refusal(URI.create("http://local/v1/metrics"))).isNull();
  }

  @Test
  @Tag("OWN-03")
  void anOfferCannotGiveUpTheTlsOfTheLocalEndpoint() {
    OwnTelemetryPolicy policy = policy(URI.create("https://local:4318"), true, Set.of());

    assertThat(policy.refusal(URI.create("http://local:4318/v1/metrics")))
        .contains("otel.opamp.own.telemetry.https.only");
    assertThat(policy.refusal(URI.create("https://local:4318/v1/metrics"))).isNull();
  }

  @Test
  @Tag("CON-50")
  void onlyThePowerAllowsUnverifiedDestinations() {
    assertThat(policy(false, Set.of()).allowsInsecureTls()).isFalse();
    assertThat(policy(false, EnumSet.of(Power.INSECURE_TLS)).allowsInsecureTls()).isTrue();
  }
}

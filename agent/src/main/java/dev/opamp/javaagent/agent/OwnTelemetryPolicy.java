package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.owntelemetry.DestinationPolicy;
import dev.opamp.javaagent.settings.OwnTelemetrySettings;
import dev.opamp.javaagent.settings.Power;
import dev.opamp.javaagent.settings.RemoteConfigSettings;
import java.net.URI;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the local settings allow of the destinations that are offered for own telemetry. */
final class OwnTelemetryPolicy implements DestinationPolicy {

  private final OwnTelemetrySettings local;
  private final RemoteConfigSettings remote;
  private final Predicate<URI> allowed;

  /**
   * A policy.
   *
   * @param allowed whether telemetry of any kind may go there
   */
  OwnTelemetryPolicy(
      OwnTelemetrySettings local, RemoteConfigSettings remote, Predicate<URI> allowed) {
    this.local = local;
    this.remote = remote;
    this.allowed = allowed;
  }

  @Override
  public @Nullable String refusal(URI endpoint) {
    boolean plain = !"https".equalsIgnoreCase(endpoint.getScheme());
    if (local.httpsOnly() && plain && !isLocalScheme(endpoint)) {
      return "refused because otel.opamp.own.telemetry.https.only is set";
    }
    return isLocalHost(endpoint) || allowed.test(endpoint)
        ? null
        : "refused unless otel.opamp.destinations allows its host";
  }

  /** What is set locally for own telemetry needs no other permission. */
  private boolean isLocalHost(URI destination) {
    URI endpoint = local.endpoint();
    return endpoint != null && endpoint.getHost().equalsIgnoreCase(destination.getHost());
  }

  /** Whoever sets a plain endpoint locally means it; nobody else may give up TLS for its host. */
  private boolean isLocalScheme(URI destination) {
    URI endpoint = local.endpoint();
    return endpoint != null
        && isLocalHost(destination)
        && endpoint.getScheme().equalsIgnoreCase(destination.getScheme());
  }

  @Override
  public boolean allowsInsecureTls() {
    return remote.allows(Power.INSECURE_TLS);
  }
}

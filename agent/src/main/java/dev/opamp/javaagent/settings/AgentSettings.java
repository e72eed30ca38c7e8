package dev.opamp.javaagent.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All local settings, read once at the start. Immutable. */
public final class AgentSettings {

  private final Activation activation;
  private final InstanceUidSetting instanceUid;
  private final @Nullable Path stateDirectory;
  private final ConnectionOfferSettings connectionOffers;
  private final RemoteConfigSettings remoteConfig;
  private final OwnTelemetrySettings ownTelemetry;
  private final LogSettings log;
  private final List<String> warnings;

  AgentSettings(
      Activation activation,
      InstanceUidSetting instanceUid,
      @Nullable Path stateDirectory,
      ConnectionOfferSettings connectionOffers,
      RemoteConfigSettings remoteConfig,
      OwnTelemetrySettings ownTelemetry,
      LogSettings log,
      List<String> warnings) {
    this.activation = activation;
    this.instanceUid = instanceUid;
    this.stateDirectory = stateDirectory;
    this.connectionOffers = connectionOffers;
    this.remoteConfig = remoteConfig;
    this.ownTelemetry = ownTelemetry;
    this.log = log;
    this.warnings = Collections.unmodifiableList(new ArrayList<>(warnings));
  }

  /** Whether the agent may do anything at all. */
  public boolean enabled() {
    return activation.enabled();
  }

  /** Whether SDKs that applications and other agents have built are controlled. */
  public boolean applicationSdks() {
    return activation.applicationSdks();
  }

  /**
   * How long the agent may hold its start back for that of the application; zero for not at all.
   */
  public Duration startDelay() {
    return activation.startDelay();
  }

  /** Null when there is no server: no endpoint is set, or the agent is switched off. */
  public @Nullable ConnectionSettings connection() {
    return activation.connection();
  }

  public InstanceUidSetting instanceUid() {
    return instanceUid;
  }

  /** Null when not set; the default depends on the service name. */
  public @Nullable Path stateDirectory() {
    return stateDirectory;
  }

  public ConnectionOfferSettings connectionOffers() {
    return connectionOffers;
  }

  public RemoteConfigSettings remoteConfig() {
    return remoteConfig;
  }

  public OwnTelemetrySettings ownTelemetry() {
    return ownTelemetry;
  }

  public LogSettings log() {
    return log;
  }

  /** What the user should know but does not keep the agent from starting; free of secrets. */
  public List<String> warnings() {
    return warnings;
  }
}

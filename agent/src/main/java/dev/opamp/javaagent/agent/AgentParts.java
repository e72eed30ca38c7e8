package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.AgentThreads;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.config.ApplyListener;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.ConfigStore;
import dev.opamp.javaagent.config.Lookups;
import dev.opamp.javaagent.config.PipelineOptions;
import dev.opamp.javaagent.config.PipelinePorts;
import dev.opamp.javaagent.config.StartupDocument;
import dev.opamp.javaagent.health.HealthComponent;
import dev.opamp.javaagent.health.HealthImpact;
import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.health.SessionHealth;
import dev.opamp.javaagent.identity.HostEnvironment;
import dev.opamp.javaagent.identity.ResourceDetection;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.AgentReport;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.Capabilities;
import dev.opamp.javaagent.opamp.CustomMessages;
import dev.opamp.javaagent.opamp.OfferListener;
import dev.opamp.javaagent.opamp.OpampClient;
import dev.opamp.javaagent.opamp.SessionConfig;
import dev.opamp.javaagent.opamp.SessionTimings;
import dev.opamp.javaagent.opamp.transport.TransportFactory;
import dev.opamp.javaagent.owntelemetry.OwnTelemetry;
import dev.opamp.javaagent.owntelemetry.OwnTelemetryOptions;
import dev.opamp.javaagent.settings.AgentSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import dev.opamp.javaagent.state.StateDirectory;
import dev.opamp.javaagent.state.StateStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the parts of the agent from the settings. */
final class AgentParts {

  private static final AgentLogger LOG = AgentLogger.get("agent");

  /** Flapping offers are applied no faster than this. */
  private static final Duration MINIMUM_GAP = Duration.ofMillis(250);

  private final AgentSettings settings;
  private final Lookups lookups;
  private final Ticker ticker;
  private final Properties properties;
  private final ResourceDetection detection;

  /**
   * @param properties system properties as they were when the agent was loaded
   */
  AgentParts(AgentSettings settings, Lookups lookups, Properties properties, Ticker ticker) {
    this.settings = settings;
    this.lookups = lookups;
    this.ticker = ticker;
    this.properties = properties;
    this.detection =
        new ResourceDetection(HostEnvironment.ofThisProcess(properties), AgentVersion.read());
  }

  /** Makes the link to the server that the settings name, if they do. */
  ServerLink serverLink(Duration closeLimit) {
    ConnectionSettings connection = settings.connection();
    return connection == null ? new NoServer() : new SessionLink(connection, closeLimit);
  }

  /** Opens the state; what outlives the process is what a server said, so none is without one. */
  StateStore openState() {
    if (settings.connection() == null) {
      return StateStore.open(null);
    }
    Path directory = settings.stateDirectory();
    if (directory == null) {
      String service = String.valueOf(detection.immediate().get("service.name"));
      directory = StateDirectory.byDefault(service, System.getenv(), properties);
    }
    return StateStore.open(directory);
  }

  ConfigPipeline pipeline(
      SerialExecutor apply,
      AgentReporter reporter,
      ConfigStore store,
      ApplyListener listener,
      Consumer<@Nullable Duration> pollInterval) {
    StartupDocument startup = StartupDocument.load(lookups);
    startup.warnings().forEach(warning -> LOG.warn("start-up configuration: " + warning));
    if (startup.error() != null) {
      LOG.error("nothing is exported: " + startup.error(), null);
    }
    return new ConfigPipeline(
        startup,
        pipelineOptions(),
        new PipelinePorts(
                reporter,
                apply,
                ticker,
                store,
                new OfferedLogLevel(settings.log().level()),
                listener)
            .withPollInterval(pollInterval));
  }

  private PipelineOptions pipelineOptions() {
    PipelineOptions options =
        new PipelineOptions(lookups, settings.remoteConfig(), serverHost(), MINIMUM_GAP);
    return settings.log().isLevelSet() ? options.withoutStartupLogLevel() : options;
  }

  private String serverHost() {
    ConnectionSettings connection = settings.connection();
    return connection == null ? "" : connection.endpoint().getHost();
  }

  OwnTelemetryLink ownTelemetry(ConfigPipeline pipeline, HealthTree health, StateStore state) {
    OwnTelemetryOptions options =
        new OwnTelemetryOptions(
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new OwnTelemetryPolicy(
                settings.ownTelemetry(),
                settings.remoteConfig(),
                uri -> pipeline.allowsDestination(uri.toString())));
    OwnTelemetry telemetry =
        new OwnTelemetry(
            options,
            detection.immediate(),
            new AgentThreads("own-telemetry"),
            (signal, error) -> {
              HealthComponent exporter =
                  health
                      .component("own_telemetry", HealthImpact.CONTAINED)
                      .child(signal.word(), HealthImpact.ROLLS_UP);
              if (error == null) {
                exporter.running();
              } else {
                exporter.failed(error);
              }
            });
    return new OwnTelemetryLink(
        telemetry, health, new OwnTelemetryDestinations(settings.ownTelemetry(), state));
  }

  /** Whether SDKs that applications have built are controlled. */
  boolean controlsApplicationSdks() {
    return settings.applicationSdks();
  }

  Identity identity(AgentReporter reporter, Consumer<Map<String, Object>> ownTelemetry) {
    return new Identity(detection, reporter, ownTelemetry);
  }

  OpampClient client(
      ConnectionSettings connection,
      Identity identity,
      HealthTree health,
      SerialExecutor session,
      OwnTelemetryLink ownTelemetry,
      StateStore state,
      OfferListener offers,
      Executor handlers) {
    InstanceUids uids = new InstanceUids(settings.instanceUid(), state);
    SessionConfig config =
        new SessionConfig(
            connection,
            capabilities(),
            uids.current(),
            uids.requestedFromServer(),
            AgentReport.empty()
                .withDescription(identity.description())
                .withHealth(health.snapshot()),
            SessionTimings.defaults(),
            settings.connectionOffers(),
            new StoredConnectionSettings(state),
            new StoredClientKeys(state, task -> AgentThreads.newThread("aside", task).start()));
    return new OpampClient(
        config,
        (target, listener) ->
            TransportFactory.create(target, () -> uids.current().toString(), listener, session),
        session,
        ticker,
        new Random(new SecureRandom().nextLong()),
        offers,
        new SessionListeners(
            new SessionHealth(health.component("opamp", HealthImpact.ROLLS_UP)),
            ownTelemetry.sessionListener()),
        uids,
        new CustomMessages(Collections.singletonList(new PingCapability()), handlers, ticker));
  }

  private Capabilities capabilities() {
    long unwanted =
        settings.remoteConfig().enabled()
            ? 0
            : Capabilities.ACCEPTS_REMOTE_CONFIG
                | Capabilities.REPORTS_REMOTE_CONFIG
                | Capabilities.ACCEPTS_OTHER_CONNECTION_SETTINGS;
    return Capabilities.all().without(unwanted);
  }
}

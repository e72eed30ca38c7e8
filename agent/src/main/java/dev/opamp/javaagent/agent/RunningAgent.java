package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.bootstrap.ApiClassHook;
import dev.opamp.javaagent.concurrent.AgentThreads;
import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.log.LogLevel;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import dev.opamp.javaagent.state.StateStore;
import dev.opamp.javaagent.telemetry.ComponentCatalog;
import dev.opamp.javaagent.telemetry.OwnSdkTarget;
import dev.opamp.javaagent.telemetry.attach.HostSdkFactory;
import dev.opamp.javaagent.telemetry.attach.HostSdks;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The agent's object graph: built and started once, closed in reverse, or stopped. */
final class RunningAgent {

  private static final AgentLogger LOG = AgentLogger.get("agent");

  /** How long the first report waits for the configuration to be in force. */
  private static final Duration FIRST_REPORT_PATIENCE = Duration.ofMillis(700);

  /** How long an application that has the API may take to use it before a stand-in is built. */
  private static final Duration STAND_IN_PATIENCE = Duration.ofMillis(700);

  /** Own telemetry is built behind the SDKs, which an application may be waiting for. */
  private static final Duration OWN_TELEMETRY_DELAY = Duration.ofSeconds(1);

  /** Longest wait of an application's first telemetry call for its configuration. */
  private static final Duration APPLY_LIMIT = Duration.ofSeconds(8);

  private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(2);
  private static final Duration COMPONENTS_INTERVAL = Duration.ofSeconds(5);

  /** Where no application has telemetry, and no file is followed. */
  private static final Duration CALM_INTERVAL = Duration.ofSeconds(10);

  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);
  private static final Duration SDK_LIMIT = Duration.ofSeconds(8);
  private static final Duration TAKE_BACK_LIMIT = Duration.ofSeconds(4);
  private static final Duration EXECUTOR_LIMIT = Duration.ofMillis(500);

  /** How long an application that builds an SDK waits for a configuration to be in force in it. */
  private static final Duration ADOPTION_LIMIT = Duration.ofSeconds(2);

  private final ThreadSerialExecutor applyThread =
      new ThreadSerialExecutor("apply", EXECUTOR_LIMIT);
  private final ThreadSerialExecutor buildThread =
      new ThreadSerialExecutor("build", EXECUTOR_LIMIT, applyThread);
  private final boolean controlsApplicationSdks;
  private final ServerLink server;
  private final HealthTree health;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final StateStore state;
  private final ConfigPipeline pipeline;
  private final OwnTelemetryLink ownTelemetry;
  private final OtherConnectionsLink otherConnections;
  private final ConfigFileLink configFile;
  private final Identity identity;
  private final Sdks sdks;
  private final SdkHealth sdkHealth;
  private final AvailableComponents components;
  private final RestOfStart rest;
  private final PeriodicLook healthLook;
  private final PeriodicLook componentsLook;
  private volatile @Nullable ApiAttachment attachment;

  /** For the apply thread only. */
  private long reportedChanges;

  /**
   * Makes the parts, and starts the threads of those that have one.
   *
   * @param calm whether the application's start needs no more consideration; asked on one thread
   */
  RunningAgent(AgentParts parts, BooleanSupplier calm) {
    this.controlsApplicationSdks = parts.controlsApplicationSdks();
    this.server = parts.serverLink(EXECUTOR_LIMIT);
    this.health = new HealthTree(WallClock::unixNanos, server.healthListener());
    health.agent().running();
    this.state = parts.openState();
    this.pipeline =
        parts.pipeline(
            applyThread,
            server.reporter(),
            new StoredConfig(state),
            new RemoteConfigHealth(health, this::onOutcome),
            server::poll);
    this.ownTelemetry = parts.ownTelemetry(pipeline, health, state);
    this.configFile = new ConfigFileLink(pipeline, health, this::followSdk);
    this.identity = parts.identity(server.reporter(), ownTelemetry::updateResource);
    this.sdkHealth = new SdkHealth(health);
    this.sdks =
        new Sdks(
            pipeline,
            applyThread,
            task -> AgentThreads.newThread("aside", task).start(),
            APPLY_LIMIT,
            () -> OwnSdkTarget.unused("own", identity.detected()),
            sdk -> onSdk(),
            new UnattachedApplications(health)::show);
    this.otherConnections = new OtherConnectionsLink(pipeline, health, state, sdks::standIn);
    this.rest = new RestOfStart(applyThread, calm);
    ServerOffers offers =
        new ServerOffers(
            pipeline,
            Arrays.asList(ownTelemetry, otherConnections),
            this::restart,
            applyThread,
            rest,
            sdks::standIn);
    server.open(
        (connection, thread) ->
            parts.client(
                connection, identity, health, thread, ownTelemetry, state, offers, applyThread));
    this.components =
        new AvailableComponents(server::reportAvailableComponents, ComponentCatalog::read);
    this.healthLook =
        new PeriodicLook(applyThread, this::look, this::isCalm, HEALTH_INTERVAL, CALM_INTERVAL);
    this.componentsLook =
        new PeriodicLook(
            applyThread,
            () -> components.refresh(sdks.all()),
            sdks::isStandInAlone,
            COMPONENTS_INTERVAL,
            CALM_INTERVAL);
  }

  /** Starts everything; returns at once. */
  void start(Instrumentation instrumentation, ApiClassHook hook) {
    // From now on these two are there: no thread of an application is to make them.
    buildThread.execute(() -> {});
    healthLook.start();
    if (server.hasServer()) {
      // Before anything takes time: the first report has what a configuration could use.
      applyThread.execute(() -> components.refresh(sdks.all()));
    }
    applyThread.execute(otherConnections::restore);
    // Early in the queue: an application that is attached is to find the configuration in force.
    pipeline.start();
    applyThread.execute(configFile::show);
    applyThread.execute(identity::complete);
    ClassLoader loader = RunningAgent.class.getClassLoader();
    boolean expectsApplication = false;
    if (loader instanceof AgentClassLoader) {
      ApiAttachment applications =
          new ApiAttachment(
              (AgentClassLoader) loader,
              identity::detected,
              sdks,
              buildThread,
              controlsApplicationSdks ? hostSdks((AgentClassLoader) loader) : null,
              applyThread);
      attachment = applications;
      applications.start(instrumentation, hook);
      expectsApplication = applications.expectsApplication();
    } else {
      hook.decline();
    }
    if (server.hasServer()) {
      Duration patience = expectsApplication ? STAND_IN_PATIENCE : Duration.ZERO;
      applyThread.schedule(() -> rest.execute(sdks::standIn), patience);
    }
    rest.execute(() -> applyThread.schedule(ownTelemetry::start, OWN_TELEMETRY_DELAY));
    rest.execute(pipeline::prepare);
    applyThread.execute(this::beginRest);
    server.connectWithin(FIRST_REPORT_PATIENCE);
    componentsLook.start();
  }

  /** What was written for this agent, or offered to it before, is not put off. */
  private void beginRest() {
    if (pipeline.isConfigured() || pipeline.followsFiles() || otherConnections.areInForce()) {
      rest.now();
      return;
    }
    rest.watch();
    applyThread.execute(this::connectIfPutOff);
  }

  /** Else the first report waits a little for the SDK. */
  private void connectIfPutOff() {
    if (rest.isPutOff()) {
      connect();
    }
  }

  private HostSdks hostSdks(AgentClassLoader loader) {
    return new HostSdks(
        new HostSdkFactory(
            loader, applyThread, task -> AgentThreads.newThread("aside", task).start()),
        sdks,
        applyThread,
        pipeline::isConfigured,
        ADOPTION_LIMIT);
  }

  private void look() {
    configFile.follow();
    otherConnections.followFiles();
    if (sdks.forgetGone()) {
      followSdk();
    }
    sdkHealth.refresh(sdks.all());
    reportCounts();
  }

  private boolean isCalm() {
    return sdks.isStandInAlone() && !pipeline.followsFiles();
  }

  /** Causes no message by itself: the counts of now are to go along with the next report. */
  private void reportCounts() {
    long changes = health.changes();
    if (changes != reportedChanges) {
      reportedChanges = changes;
      server.reporter().reportHealth(health.snapshot());
    }
  }

  /** An SDK runs with the configuration in force: now there is something to report. */
  private void onSdk() {
    followSdk();
    sdkHealth.refresh(sdks.all());
    healthLook.soon();
    componentsLook.soon();
    // Behind what an application waits for.
    applyThread.execute(this::connect);
  }

  private void connect() {
    try {
      components.refresh(sdks.all());
    } finally {
      server.connect();
    }
  }

  private void onOutcome(RemoteConfigStatusSnapshot status, List<ChangeStep> steps, long nanos) {
    ownTelemetry.applied(status, steps, nanos);
    if (status.state() == RemoteConfigState.FAILED) {
      LOG.warn("remote configuration refused: " + status.errorMessage());
    }
    followSdk();
    healthLook.soon();
  }

  /** Whatever the outcome: in part, or after a failed revert, a Resource may have changed. */
  private void followSdk() {
    for (ManagedSdk sdk : sdks.all()) {
      if (sdk.problem().isEmpty()) {
        identity.follow(sdk.resourceAttributes());
        return;
      }
    }
  }

  /** The Restart command: telemetry and session begin anew, the host does not notice. */
  private void restart() {
    LOG.info("restarting on the server's command");
    health.agent().stopped();
    step(sdks::rebuild);
    step(ownTelemetry::rebuild);
    health.agent().running();
    step(() -> sdkHealth.restarted(sdks.all()));
    server.reconnect();
  }

  /**
   * The JVM ends: delivers what is buffered, says goodbye and ends, each within its limit. Whoever
   * comes second waits until that is done.
   */
  void close() {
    end(
        () -> {
          step(() -> sdks.flush(FLUSH_LIMIT));
          step(ownTelemetry::close);
          step(server::sayGoodbye);
          step(buildThread::close);
          step(applyThread::close);
          step(server::close);
          step(state::close);
        });
  }

  /**
   * The JVM goes on without the agent. Other than {@link #close} this takes back what was done to
   * applications, and ends everything that would go on in them.
   */
  void stop() {
    end(
        () -> {
          step(this::takeBack);
          step(buildThread::close);
          // Before the SDKs: no change of the configuration is to find them closed.
          step(applyThread::close);
          step(() -> sdks.close(SDK_LIMIT));
          step(ownTelemetry::close);
          step(server::sayGoodbye);
          step(server::close);
          step(state::close);
        });
  }

  private void end(Runnable steps) {
    if (closing.compareAndSet(false, true)) {
      try {
        steps.run();
      } finally {
        closed.countDown();
      }
      return;
    }
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeBack() {
    ApiAttachment applications = attachment;
    if (applications != null) {
      // An application may hold the lock of its GlobalOpenTelemetry for as long as it likes.
      ShutdownHook.within(TAKE_BACK_LIMIT, applications::stop);
    }
  }

  /** A step that fails must not cost those behind it, the goodbye above all at the end. */
  private static void step(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(LogLevel.DEBUG, "a step of the agent's end or restart failed", e);
    }
  }
}

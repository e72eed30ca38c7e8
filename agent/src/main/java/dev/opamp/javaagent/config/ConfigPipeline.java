package dev.opamp.javaagent.config;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import dev.opamp.javaagent.settings.Power;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From offer to outcome: parse, check, overlay, restrict, apply to every SDK or to none, report.
 *
 * <p>All methods are thread-safe and return at once, but for those that say otherwise; the work is
 * done on the apply thread. Every offer but those replaced by a newer one ends in APPLIED or FAILED
 * with its own hash, and what the server is told is in force was read back from the SDKs, if there
 * is any.
 */
public final class ConfigPipeline {

  private static final AgentLogger LOGGER = AgentLogger.get(ConfigPipeline.class);

  private static final String NO_SDK = "there is no SDK to apply it to";

  private final Schema schema = Schema.shipped();
  private final PipelinePorts ports;
  private final TargetGroup targets;
  private final LiveConnections connections;
  private final OfferApplier applier;
  private final OfferStatus status;
  private final OfferInbox inbox;
  private final LastWorkingConfig lastWorking;
  private final ConfigPlanner planner;
  private final LiveStartup startup;
  private final boolean enabled;

  /** Until the last working configuration was looked for, nobody knows. */
  private volatile boolean configured = true;

  public ConfigPipeline(StartupDocument startup, PipelineOptions options, PipelinePorts ports) {
    Overlay overlay = new Overlay(schema);
    this.enabled = options.settings().enabled();
    boolean environment = options.settings().allows(Power.ENVIRONMENT);
    Lookups lookups = environment ? options.lookups() : options.lookups().forOffers();
    OfferReader reader = new OfferReader(new ConfigParser(lookups), schema);
    this.planner = new ConfigPlanner(new StartupGeneration(startup, options), schema, overlay);
    this.ports = ports;
    this.targets = new TargetGroup(planner.startup(), ports);
    this.connections = new LiveConnections(planner, targets);
    this.startup = LiveStartup.of(startup, options, planner, targets);
    this.applier = new OfferApplier(reader, planner, targets, options.settings().partial());
    this.status = new OfferStatus(ports.reporter);
    this.inbox = new OfferInbox(ports.executor, ports.ticker, options.minimumGap(), this::handle);
    this.lastWorking = new LastWorkingConfig(ports.store);
  }

  /**
   * Puts the last working remote configuration in force, or else the start-up document, in the
   * targets added so far, and reports it. What is stored is left alone while remote configuration
   * is switched off. To be called once, before the server is reached.
   */
  public void start() {
    ports.executor.execute(this::startNow);
  }

  /** Reads what the first offer would else have to wait for, if offers are accepted. */
  public void prepare() {
    if (enabled) {
      schema.types();
    }
  }

  /**
   * Whether something else than the start-up document is, or may soon be, in force: what an SDK
   * that an application has built should wait for. Thread-safe.
   */
  public boolean isConfigured() {
    return configured;
  }

  /** Takes an offer up; the last one received again is ignored. */
  public void offer(RemoteConfigOffer offer) {
    if (status.received(offer)) {
      inbox.put(offer);
    }
  }

  /**
   * Takes an SDK under control: the configuration in force is applied to it at once. When it cannot
   * take that, it gets the start-up document, and the offer in force becomes FAILED.
   */
  public void addTarget(SdkTarget target) {
    ports.executor.execute(() -> addTargetNow(target));
  }

  /** Lets go of an SDK, leaving it as it is. */
  public void removeTarget(SdkTarget target) {
    ports.executor.execute(
        () -> {
          targets.remove(target);
          startup.targetsChanged();
          reportEffective();
          reconsider();
        });
  }

  /** Whether the local settings let the server name this URL as a destination of telemetry. */
  public boolean allowsDestination(String url) {
    return planner.restrictions().allowsDestination(url);
  }

  /** Whether the local settings let a server change the configuration, connections included. */
  public boolean acceptsOffers() {
    return enabled;
  }

  /**
   * Takes the named connections of an earlier run as those in force. To be called on the apply
   * thread, before {@link #start} has done its work.
   *
   * @return why they are not used; empty when they are
   */
  public List<String> restoreConnections(OtherConnections stored) {
    return connections.restore(stored);
  }

  /**
   * Puts named connections in force below the configuration in force, all of them or none. To be
   * called on the apply thread.
   *
   * @param offered the names of those that have changed
   * @return why nothing was changed, each beginning with {@code other_connections}; empty when all
   *     is in force
   */
  public List<String> changeConnections(OtherConnections next, Set<String> offered) {
    List<String> problems =
        targets.isEmpty()
            ? Collections.singletonList("other_connections: " + NO_SDK)
            : connections.change(next, offered);
    reportEffective();
    return problems;
  }

  /**
   * Looks whether the credential files of exporters have changed, and builds anew what uses them.
   * Cheap while nothing has. To be called on the apply thread.
   *
   * @return why what changed is not in use; empty when all is
   */
  public List<String> followCredentialFiles() {
    ConfigPlan before = targets.plan();
    List<String> problems = connections.followFiles();
    if (targets.plan() != before) {
      // An SDK that could not use the files before may do now.
      reportEffective();
    }
    return problems;
  }

  /**
   * Looks whether the file of the start-up configuration has changed, and puts it in force below
   * what was offered, in all SDKs or in none. Cheap while it has not. To be called on the apply
   * thread.
   *
   * @return whether something else is in force now
   */
  public boolean followConfigFile() {
    boolean changed = startup.follow();
    if (changed) {
      reportEffective();
      reconsider();
    }
    return changed;
  }

  /**
   * Whether there are files to look at, see {@link #followConfigFile} and {@link
   * #followCredentialFiles}. To be called on the apply thread.
   */
  public boolean followsFiles() {
    return startup.hasFile() || connections.hasFiles();
  }

  /** What was refused may have been so because of what is no more; nobody offers it again. */
  private void reconsider() {
    RemoteConfigOffer refused = status.refused();
    if (refused != null) {
      long began = ports.ticker.nanos();
      RemoteConfigStatusSnapshot outcome = tryOut(refused);
      long took = ports.ticker.nanos() - began;
      if (status.isTold(outcome)) {
        reportEffective();
      } else {
        end(refused, outcome, took);
      }
    }
  }

  /**
   * Why the file of the start-up configuration is not in force as it is, empty when it is; null
   * when there is no file. To be called on the apply thread.
   */
  public @Nullable String configFileProblem() {
    return startup.problem();
  }

  private void startNow() {
    targets.begin();
    RemoteConfigOffer stored = enabled ? lastWorking.load() : null;
    if (stored == null) {
      targets.fallBack();
    } else {
      status.restored(stored);
      RemoteConfigStatusSnapshot outcome = applier.apply(stored);
      if (outcome.state() != RemoteConfigState.APPLIED) {
        LOGGER.warn("the last working remote configuration fails: " + outcome.errorMessage());
        lastWorking.quarantine();
        targets.fallBack();
      }
      status.outcome(outcome, stored);
      tell(() -> ports.listener.onStanding(outcome));
    }
    reportEffective();
  }

  private void handle(RemoteConfigOffer offer, long arrived) {
    RemoteConfigStatusSnapshot outcome = tryOut(offer);
    end(offer, outcome, ports.ticker.nanos() - arrived);
  }

  /** What no SDK has taken is not in force, whatever the document. */
  private RemoteConfigStatusSnapshot tryOut(RemoteConfigOffer offer) {
    return targets.isEmpty()
        ? new RemoteConfigStatusSnapshot(offer.hash(), RemoteConfigState.FAILED, NO_SDK)
        : applier.apply(offer);
  }

  private void end(RemoteConfigOffer offer, RemoteConfigStatusSnapshot outcome, long took) {
    if (outcome.state() == RemoteConfigState.APPLIED) {
      lastWorking.save(offer);
    }
    reportEffective();
    status.outcome(outcome, offer);
    tell(() -> ports.listener.onOutcome(outcome, applier.steps(), took));
  }

  private static void tell(Runnable outcome) {
    try {
      outcome.run();
    } catch (Throwable t) {
      LOGGER.warn("the outcome of an offer was not told (" + t.getClass().getSimpleName() + ")");
    }
  }

  /** As {@link #addTarget}, before it returns. To be called on the apply thread. */
  public void addTargetNow(SdkTarget target) {
    boolean first = targets.isEmpty();
    try {
      targets.add(target);
    } catch (ConfigRejectedException e) {
      String message = StatusMessage.of(e.problems(), targets.redaction());
      LOGGER.warn("configuration not in force: " + message);
      if (!targets.isAtStartup()) {
        RemoteConfigStatusSnapshot failed = status.failed(message);
        if (failed != null) {
          tell(() -> ports.listener.onStanding(failed));
        }
      }
    }
    reportEffective();
    if (first) {
      reconsider();
    }
  }

  private void reportEffective() {
    configured = !targets.isAtStartup();
    try {
      targets.reportEffective();
    } catch (Throwable t) {
      LOGGER.warn("what is in force cannot be read back (" + t.getClass().getSimpleName() + ")");
    }
  }
}

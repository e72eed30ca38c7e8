package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkTarget;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.telemetry.attach.AttachListener;
import dev.opamp.javaagent.telemetry.attach.HostSdkListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SDKs under control: those that the agent built, and those that applications have built. One
 * of the agent's own stands in for as long as no application has the OpenTelemetry API: the
 * configuration is proven on it and in force in it. The first application that gets or has an SDK
 * takes its place, so that nothing is paid for twice.
 */
final class Sdks implements AttachListener, HostSdkListener {

  private static final AgentLogger LOG = AgentLogger.get("sdks");

  /** Longest time that an SDK which is let go may take to deliver what it has. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

  private final ConfigPipeline pipeline;
  private final SerialExecutor apply;
  private final Executor aside;
  private final Duration applyLimit;
  private final Supplier<ManagedSdk> standIn;
  private final Consumer<ManagedSdk> added;
  private final BiConsumer<String, String> notAttached;
  private final List<ManagedSdk> managed = new CopyOnWriteArrayList<>();

  /** Let go, and not closed yet. */
  private final List<ManagedSdk> leaving = new CopyOnWriteArrayList<>();

  /** Whether there is a server to stand in for an application before. */
  private boolean standsIn;

  private volatile boolean ending;

  /** The stand-in while it is in force; used on the apply thread alone. */
  private @Nullable ManagedSdk own;

  /**
   * @param apply the thread of the pipeline
   * @param aside runs what may block, each task on a daemon thread of its own
   * @param applyLimit longest wait of an application's first telemetry call for its configuration
   * @param standIn builds the agent's own SDK
   * @param added told on the apply thread about each SDK whose configuration is in force
   * @param notAttached told the name of an application and why it gets no SDK
   */
  Sdks(
      ConfigPipeline pipeline,
      SerialExecutor apply,
      Executor aside,
      Duration applyLimit,
      Supplier<ManagedSdk> standIn,
      Consumer<ManagedSdk> added,
      BiConsumer<String, String> notAttached) {
    this.pipeline = pipeline;
    this.apply = apply;
    this.aside = aside;
    this.applyLimit = applyLimit;
    this.standIn = standIn;
    this.added = added;
    this.notAttached = notAttached;
  }

  /**
   * Sees to it that there is an SDK which a configuration can be proven on: builds the stand-in
   * unless an application has an SDK of ours. It has the configuration in force when this returns.
   * On the apply thread.
   */
  void standIn() {
    standsIn = true;
    addStandIn();
  }

  private void addStandIn() {
    if (!ending && managed.stream().noneMatch(Sdks::takesConfigurations)) {
      ManagedSdk sdk = standIn.get();
      own = sdk;
      add(sdk);
    }
  }

  /** An application may have shut its SDK down since anybody looked. */
  private static boolean takesConfigurations(ManagedSdk sdk) {
    return sdk.problem().isEmpty() && !sdk.isGone();
  }

  /** At once: no offer is to find an SDK that is known here and not to the pipeline. */
  private void add(ManagedSdk sdk) {
    managed.add(sdk);
    try {
      pipeline.addTargetNow(sdk);
    } catch (Throwable t) {
      // Who waits for the SDK is not to wait for that.
      LOG.warn("the configuration of " + sdk.name() + " is not in force", t);
    }
    apply.execute(() -> added.accept(sdk));
  }

  @Override
  public void attached(SdkTarget target) throws InterruptedException {
    ManagedSdk sdk = (ManagedSdk) target;
    CountDownLatch inForce = new CountDownLatch(1);
    apply.execute(
        () -> {
          add(sdk);
          // Before the stand-in goes: an application waits for this.
          inForce.countDown();
          retireStandIn();
        });
    if (!inForce.await(applyLimit.toMillis(), TimeUnit.MILLISECONDS)) {
      // It records nothing until then, and all that the application gets from it does so later.
      LOG.warn(
          "the telemetry of "
              + sdk.name()
              + " begins late: its configuration was not in force within "
              + applyLimit);
    }
  }

  @Override
  public void adopted(ManagedSdk sdk) {
    add(sdk);
    retireStandIn();
  }

  /** What stands in goes on: it has the Resource that the agent is known by. */
  @Override
  public void uncontrolled(ManagedSdk sdk) {
    add(sdk);
  }

  @Override
  public void grown(String name) {
    for (ManagedSdk sdk : managed) {
      if (sdk.name().equals(name)) {
        pipeline.addTarget(sdk);
      }
    }
  }

  /**
   * Forgets the SDKs that their applications have shut down or dropped. On the apply thread.
   *
   * @return whether there were any
   */
  boolean forgetGone() {
    boolean any = false;
    for (ManagedSdk sdk : new ArrayList<>(managed)) {
      if (sdk.isGone()) {
        any = true;
        managed.remove(sdk);
        pipeline.removeTarget(sdk);
      }
    }
    if (any && standsIn) {
      addStandIn();
    }
    return any;
  }

  private void retireStandIn() {
    ManagedSdk sdk = own;
    if (sdk != null) {
      own = null;
      LOG.debug("an application has taken the place of the agent's own SDK");
      letGo(sdk);
    }
  }

  @Override
  public void retired(SdkTarget target) {
    apply.execute(
        () -> {
          letGo((ManagedSdk) target);
          addStandIn();
        });
  }

  private void letGo(ManagedSdk sdk) {
    leaving.add(sdk);
    managed.remove(sdk);
    pipeline.removeTarget(sdk);
    // Behind the removal, so that no change reaches an SDK that is closed; and not on the apply
    // thread, because a receiver that does not answer would hold up everybody's configuration.
    apply.execute(() -> aside.execute(() -> closeLeaving(sdk)));
  }

  private void closeLeaving(ManagedSdk sdk) {
    try {
      sdk.close(CLOSE_LIMIT.toMillis());
    } finally {
      leaving.remove(sdk);
    }
  }

  @Override
  public void notAttached(String application, String reason) {
    LOG.info("no SDK for " + application + ": " + reason);
    notAttached.accept(application, reason);
  }

  /** Whether there is no SDK but one that nobody can use. On the apply thread. */
  boolean isStandInAlone() {
    return own != null && managed.size() == 1;
  }

  /** Returns the SDKs there are now. */
  List<ManagedSdk> all() {
    return Collections.unmodifiableList(managed);
  }

  /**
   * Builds every part of every SDK anew from the document in force, and swaps them as a change of
   * the configuration does: what the old ones hold is delivered. On the apply thread.
   */
  void rebuild() {
    for (ManagedSdk sdk : managed) {
      try {
        rebuild(sdk);
      } catch (ConfigRejectedException | RuntimeException | LinkageError e) {
        LOG.warn("SDK " + sdk.name() + " was not rebuilt", e);
      }
    }
  }

  private static void rebuild(ManagedSdk sdk) throws ConfigRejectedException {
    PreparedChange change = sdk.prepareAnew();
    try {
      change.commit();
    } catch (RuntimeException | LinkageError e) {
      change.revert();
      throw e;
    }
    change.retireReplaced();
  }

  /**
   * Exports what is buffered in all SDKs, and returns when that is done or the time is over: a
   * metric reader asks the application's callbacks, which may never return.
   */
  void flush(Duration limit) {
    ending = true;
    List<ManagedSdk> all = new ArrayList<>(managed);
    if (!onEach(all, sdk -> flush(sdk, limit), limit)) {
      LOG.debug("not everything was exported in time at the end");
    }
  }

  private static void flush(ManagedSdk sdk, Duration limit) {
    if (!sdk.flush(limit.toMillis())) {
      LOG.debug("SDK " + sdk.name() + " did not export everything at the end");
    }
  }

  /**
   * Closes all SDKs, those on their way out included: what is buffered is delivered, their threads
   * end, and what applications hold of them does nothing from then on. To be called when no change
   * of the configuration can come any more.
   */
  void close(Duration limit) {
    ending = true;
    List<ManagedSdk> all = new ArrayList<>(managed);
    all.addAll(leaving);
    if (!onEach(all, sdk -> sdk.close(limit.toMillis()), limit)) {
      LOG.debug("not every SDK has ended in time");
    }
  }

  /** Does something with each SDK at the same time; returns whether all was done in time. */
  private boolean onEach(List<ManagedSdk> all, Consumer<ManagedSdk> action, Duration limit) {
    CountDownLatch done = new CountDownLatch(all.size());
    for (ManagedSdk sdk : all) {
      aside.execute(
          () -> {
            try {
              action.accept(sdk);
            } finally {
              done.countDown();
            }
          });
    }
    try {
      return done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

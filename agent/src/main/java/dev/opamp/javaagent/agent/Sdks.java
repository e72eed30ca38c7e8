package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkTarget;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.telemetry.attach.AttachListener;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SDKs that the agent built. One of its own stands in for as long as no application has the
 * OpenTelemetry API: the configuration is proven on it and in force in it. The first application
 * that gets an SDK takes its place, so that nothing is paid for twice.
 */
final class Sdks implements AttachListener {

  private static final AgentLogger LOG = AgentLogger.get("sdks");

  /** Longest wait of an application's first telemetry call for its configuration. */
  private static final Duration APPLY_LIMIT = Duration.ofSeconds(8);

  private final ConfigPipeline pipeline;
  private final SerialExecutor apply;
  private final Supplier<ManagedSdk> standIn;
  private final Consumer<ManagedSdk> added;
  private final BiConsumer<String, String> notAttached;
  private final List<ManagedSdk> managed = new CopyOnWriteArrayList<>();

  /** The stand-in while it is in force; used on the apply thread alone. */
  private @Nullable ManagedSdk own;

  /**
   * @param apply the thread of the pipeline
   * @param standIn builds the agent's own SDK
   * @param added told on the apply thread about each SDK whose configuration is in force
   * @param notAttached told the name of an application and why it gets no SDK
   */
  Sdks(
      ConfigPipeline pipeline,
      SerialExecutor apply,
      Supplier<ManagedSdk> standIn,
      Consumer<ManagedSdk> added,
      BiConsumer<String, String> notAttached) {
    this.pipeline = pipeline;
    this.apply = apply;
    this.standIn = standIn;
    this.added = added;
    this.notAttached = notAttached;
  }

  /** Builds the stand-in unless an application has an SDK of ours by then. */
  void startStandIn(Duration patience) {
    apply.schedule(this::addStandIn, patience);
  }

  private void addStandIn() {
    if (managed.isEmpty()) {
      ManagedSdk sdk = standIn.get();
      own = sdk;
      add(sdk);
    }
  }

  private void add(ManagedSdk sdk) {
    managed.add(sdk);
    pipeline.addTarget(sdk);
    apply.execute(() -> added.accept(sdk));
  }

  /** Runs a task when all configuration work asked for before is done. */
  void afterwards(Runnable task) {
    apply.execute(() -> apply.execute(task));
  }

  @Override
  public void attached(SdkTarget target) throws TimeoutException, InterruptedException {
    CountDownLatch inForce = new CountDownLatch(1);
    apply.execute(
        () -> {
          add((ManagedSdk) target);
          retireStandIn();
          apply.execute(inForce::countDown);
        });
    if (!inForce.await(APPLY_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TimeoutException("its configuration was not in force within " + APPLY_LIMIT);
    }
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
    apply.execute(() -> letGo((ManagedSdk) target));
  }

  private void letGo(ManagedSdk sdk) {
    managed.remove(sdk);
    pipeline.removeTarget(sdk);
    // Behind the removal, so that no change reaches an SDK that is closed.
    apply.execute(() -> sdk.close(APPLY_LIMIT.toMillis()));
  }

  @Override
  public void notAttached(String application, String reason) {
    LOG.info("no SDK for " + application + ": " + reason);
    notAttached.accept(application, reason);
  }

  /** Returns the SDKs there are now. */
  List<ManagedSdk> all() {
    return Collections.unmodifiableList(managed);
  }

  /** Builds every part of every SDK anew from the document in force; on the apply thread. */
  void rebuild() {
    for (ManagedSdk sdk : managed) {
      try {
        rebuild(sdk);
      } catch (ConfigRejectedException e) {
        LOG.warn("SDK " + sdk.name() + " was not rebuilt", e);
      }
    }
  }

  private static void rebuild(ManagedSdk sdk) throws ConfigRejectedException {
    Map<String, Object> document = sdk.inForce();
    PreparedChange off = sdk.prepare(Collections.emptyMap());
    off.commit();
    try {
      PreparedChange on = sdk.prepare(document);
      on.commit();
      on.retireReplaced();
      off.retireReplaced();
    } catch (ConfigRejectedException | RuntimeException e) {
      off.revert();
      throw e;
    }
  }

  /** Exports what is buffered in all SDKs together within one limit. */
  void flush(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    for (ManagedSdk sdk : managed) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || !sdk.flush(left)) {
        LOG.debug("SDK " + sdk.name() + " did not export everything at the end");
      }
    }
  }
}

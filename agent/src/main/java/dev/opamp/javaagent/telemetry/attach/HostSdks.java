package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.config.AdoptedSdk;
import dev.opamp.javaagent.log.AgentLogger;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The SDKs that applications, and other agents, have built. Each becomes a target of the
 * configuration, whether it is built while the agent looks on or found when it is there already.
 *
 * <p>Nothing of an application is held strongly from here.
 */
public final class HostSdks {

  private static final AgentLogger LOG = AgentLogger.get(HostSdks.class);
  private static final String SDK = "io.opentelemetry.sdk.OpenTelemetrySdk";

  private final HostSdkFactory factory;
  private final HostSdkListener listener;
  private final Executor apply;
  private final BooleanSupplier configured;
  private final long patienceNanos;

  /** Threads that build an SDK on behalf of the hook. */
  private final Set<Thread> building = ConcurrentHashMap.newKeySet();

  /**
   * Identity hashes of the parts that were seen: two that share one are of one SDK in all
   * likelihood.
   */
  private final Set<Integer> seen = ConcurrentHashMap.newKeySet();

  /** Objects that were adopted already, not to be adopted again; used on the apply thread. */
  private final Set<Object> known = Collections.newSetFromMap(new WeakHashMap<>());

  /** SDKs of which parts were found, by their loaders; used on the apply thread. */
  private final Map<ClassLoader, WeakReference<AdoptedSdk>> inParts = new WeakHashMap<>();

  private final Map<ClassLoader, Integer> counts = new WeakHashMap<>();

  /** What could not be controlled, by its loader: one such object stands for all of a loader. */
  private final Map<ClassLoader, WeakReference<Object>> uncontrolled = new WeakHashMap<>();

  /**
   * @param apply the thread of the configuration
   * @param configured whether there is anything to put in force that an application should wait for
   * @param patience how long an application is held up then, at most
   */
  public HostSdks(
      HostSdkFactory factory,
      HostSdkListener listener,
      Executor apply,
      BooleanSupplier configured,
      Duration patience) {
    this.factory = factory;
    this.listener = listener;
    this.apply = apply;
    this.configured = configured;
    this.patienceNanos = patience.toNanos();
  }

  /**
   * Called when an application builds an SDK, on its thread.
   *
   * @return the SDK, or null for the application to build it without the agent
   */
  @Nullable Object onBuild(Object builder) {
    Thread here = Thread.currentThread();
    if (!building.add(here)) {
      return null;
    }
    Object sdk;
    try {
      MethodHandle build = Privileged.run(() -> buildOf(builder.getClass()));
      if (build == null) {
        return null;
      }
      sdk = build.invoke(builder);
    } catch (Throwable t) {
      // What is the application's fault it gets from its own call.
      return null;
    } finally {
      building.remove(here);
    }
    found(sdk, "built");
    return sdk;
  }

  private static @Nullable MethodHandle buildOf(Class<?> builder) {
    try {
      Class<?> result = Class.forName(SDK, false, builder.getClassLoader());
      return MethodHandles.publicLookup()
          .findVirtual(builder, "build", MethodType.methodType(result));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private void found(Object sdk, String how) {
    CountDownLatch inForce = new CountDownLatch(1);
    apply.execute(
        () -> {
          try {
            adoptWhole(sdk, how);
          } finally {
            // Behind what the adoption has put in the queue.
            apply.execute(inForce::countDown);
          }
        });
    if (configured.getAsBoolean()) {
      await(inForce);
    }
  }

  private void await(CountDownLatch inForce) {
    try {
      boolean unused = inForce.await(patienceNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes control of an SDK that was there before the agent. */
  void adoptLate(Object sdk) {
    apply.execute(() -> adoptWhole(sdk, "found through GlobalOpenTelemetry"));
  }

  /** Called when a part of an SDK was seen at work, on a thread of the application. */
  @Nullable Object onSeen(Object part) {
    // Each use of a tracer comes here while the agent looks, and must cost next to nothing.
    if (seen.add(System.identityHashCode(part))) {
      apply.execute(() -> adoptPart(part));
    }
    return null;
  }

  private void adoptWhole(Object sdk, String how) {
    ClassLoader loader = sdk.getClass().getClassLoader();
    if (loader == null || !known.add(sdk)) {
      return;
    }
    AdoptedSdk target = create(loader, sdk, how);
    if (target != null && adoptFirst(target, sdk)) {
      counts.merge(loader, 1, Integer::sum);
      listener.adopted(new WeakSdk(target));
    }
  }

  private void adoptPart(Object part) {
    ClassLoader loader = part.getClass().getClassLoader();
    if (loader == null || !known.add(part)) {
      return;
    }
    WeakReference<AdoptedSdk> before = inParts.get(loader);
    AdoptedSdk target = before == null ? null : before.get();
    boolean first = target == null;
    if (target == null && !isGivenUp(loader)) {
      target = create(loader, part, "seen at work");
    }
    if (target == null || !(first ? adoptFirst(target, part) : adoptMore(target, part))) {
      return;
    }
    if (first) {
      counts.merge(loader, 1, Integer::sum);
      inParts.put(loader, new WeakReference<>(target));
      listener.adopted(new WeakSdk(target));
    } else {
      listener.grown(target.name());
    }
  }

  private @Nullable AdoptedSdk create(ClassLoader loader, Object found, String how) {
    String name = ApplicationNames.of(loader);
    int number = counts.getOrDefault(loader, 0) + 1;
    String unique = number == 1 ? name : name + " #" + number;
    ApiVersion version = ApiVersion.of(loader, "io/opentelemetry/sdk");
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("sdk.version", version == null ? "unknown" : version.toString());
    about.put("sdk.loader", loader.getClass().getName());
    about.put("sdk.found", how);
    try {
      return factory.create(loader, found, unique, about);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      giveUp(found, unique, about, e);
      return null;
    }
  }

  private boolean isGivenUp(ClassLoader loader) {
    WeakReference<Object> found = uncontrolled.get(loader);
    return found != null && found.get() != null;
  }

  private boolean adoptFirst(AdoptedSdk target, Object found) {
    try {
      return target.adopt(found);
    } catch (RuntimeException | LinkageError e) {
      giveUp(found, target.name(), target.about(), e);
      return false;
    }
  }

  private static boolean adoptMore(AdoptedSdk target, Object found) {
    try {
      return target.adopt(found);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("a part of the SDK of " + target.name() + " is of an unknown kind", e);
      return false;
    }
  }

  private void giveUp(Object found, String name, Map<String, Object> about, Throwable cause) {
    ClassLoader loader = found.getClass().getClassLoader();
    if (isGivenUp(loader)) {
      return;
    }
    counts.merge(loader, 1, Integer::sum);
    uncontrolled.put(loader, new WeakReference<>(found));
    LOG.warn("the OpenTelemetry SDK of " + name + " cannot be controlled", cause);
    String reason = "the OpenTelemetry SDK of " + name + " cannot be controlled: " + cause;
    listener.uncontrolled(new UncontrolledSdk(found, name, about, reason));
  }
}

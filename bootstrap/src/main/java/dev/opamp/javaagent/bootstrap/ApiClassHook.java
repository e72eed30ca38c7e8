package dev.opamp.javaagent.bootstrap;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches for the few OpenTelemetry classes the agent takes an interest in, by exact name.
 *
 * <p>It is registered before {@code main} because a later registration loses the race against the
 * application. Until the name test has passed it touches only classes that the JDK has loaded. A
 * class that is let through waits, for a bounded time, until the agent has started and either
 * installed its patcher or declined: else a quick {@code main} would get a no-op for ever.
 */
public final class ApiClassHook implements ClassFileTransformer {

  /** Changes the byte code of one class that this hook let through. */
  public interface Patcher {
    /**
     * Returns the changed class file, or null to leave the class as it is.
     *
     * @param loader the loader that defines the class
     * @param internalName slash-separated class name
     * @param loaded the class itself when it is loaded already and transformed again; its members
     *     cannot be changed any more then
     */
    byte @Nullable [] patch(
        @Nullable ClassLoader loader,
        String internalName,
        @Nullable Class<?> loaded,
        byte[] classFile);
  }

  private static final String OPENTELEMETRY = "io/opentelemetry/";

  /** An agent that is in a hurry on a busy processor needs a second; it may not have begun. */
  private static final long DEFAULT_WAIT_MILLIS = 10_000;

  private final long waitMillis;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch decided = new CountDownLatch(1);
  private volatile @Nullable Patcher patcher;

  ApiClassHook() {
    this(DEFAULT_WAIT_MILLIS);
  }

  ApiClassHook(long waitMillis) {
    this.waitMillis = waitMillis;
  }

  /** Installs the patcher; classes that were loaded before keep their byte code. */
  public void install(Patcher patcher) {
    this.patcher = patcher;
    decided.countDown();
  }

  /** Says that no patcher will be installed, or not soon; without effect after {@link #install}. */
  public void decline() {
    decided.countDown();
  }

  /**
   * Takes note of classes that were loaded before there was a hook: whoever has one of interest, as
   * an agent that was named first, is an application that does not wait, and is not to be kept
   * without the configuration for long.
   */
  public void noteLoaded(Class<?>... classes) {
    for (Class<?> loaded : classes) {
      String name = loaded.getName();
      if (name.startsWith("io.opentelemetry.") && isOfInterest(name.replace('.', '/'))) {
        asked.countDown();
      }
    }
  }

  /**
   * Waits until an application has or loads one of the classes; one that loads it waits itself.
   *
   * @return whether that came within the time
   */
  public boolean awaitApplication(long millis) throws InterruptedException {
    return asked.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null
        || !className.startsWith(OPENTELEMETRY)
        || !isOfInterest(className)
        || loader instanceof AgentClassLoader) {
      return null;
    }
    try {
      awaitDecision();
      Patcher current = patcher;
      return current == null ? null : current.patch(loader, className, redefined, classFile);
    } catch (Throwable t) {
      return null;
    }
  }

  /** A switch and no set: nothing is to be made before the application has asked for anything. */
  private static boolean isOfInterest(String className) {
    switch (className) {
      case "io/opentelemetry/api/GlobalOpenTelemetry":
      case "io/opentelemetry/sdk/OpenTelemetrySdkBuilder":
      case "io/opentelemetry/sdk/trace/TracerSharedState":
      case "io/opentelemetry/sdk/logs/LoggerSharedState":
      case "io/opentelemetry/sdk/metrics/export/PeriodicMetricReader":
      case "io/opentelemetry/context/propagation/DefaultContextPropagators":
      case "io/opentelemetry/context/propagation/MultiTextMapPropagator":
      case "io/opentelemetry/javaagent/shaded/io/opentelemetry/context/propagation/DefaultContextPropagators":
      case "io/opentelemetry/javaagent/shaded/io/opentelemetry/context/propagation/MultiTextMapPropagator":
        return true;
      default:
        return false;
    }
  }

  private void awaitDecision() {
    asked.countDown();
    try {
      boolean unused = decided.await(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // The application's business; the class stays as it is.
      Thread.currentThread().interrupt();
    }
  }
}

package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.config.SdkTarget;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the agent has to do with the {@code GlobalOpenTelemetry} of one class loader.
 *
 * <p>The SDK is set there like any other, at the first reading; from then on no reading reaches the
 * agent. Only an application that sets an instance of its own is met again: it wins. All fields
 * that decide who wins are written while the lock of {@code GlobalOpenTelemetry} is held, and no
 * lock of the agent is, so the two cannot deadlock.
 */
final class Attachment {

  private final String name;
  private final AttachListener listener;
  private final SdkBuild build = new SdkBuild();
  private final AtomicBoolean retired = new AtomicBoolean();

  /**
   * The thread that asks {@code GlobalOpenTelemetry} on our behalf, and must get a plain answer.
   */
  private volatile @Nullable Thread asking;

  private volatile boolean installed;
  private volatile boolean steppedAside;

  /** The class that was or may have been read before the SDK was there. */
  private volatile @Nullable WeakReference<Class<?>> late;

  private volatile boolean gaveUp;

  Attachment(String name, AttachListener listener) {
    this.name = name;
    this.listener = listener;
  }

  String name() {
    return name;
  }

  SdkBuild build() {
    return build;
  }

  boolean hasSteppedAside() {
    return steppedAside;
  }

  /**
   * Answers a reading of an unset {@code GlobalOpenTelemetry}.
   *
   * @param question the name of the method: get, getOrNoop or isSet
   * @param maxWaitNanos how long the application may be held up, once
   * @return what the method is to return, or null for its own answer
   */
  @Nullable Object onRead(GlobalAccess global, String question, long maxWaitNanos)
      throws ReflectiveOperationException {
    // The method's own answer to get would be to set a no-op for good.
    Object noAnswer = question.equals("get") ? global.noop() : null;
    if (build.runsHere() || steppedAside) {
      return noAnswer;
    }
    if (Thread.currentThread() == asking || !awaitBuild(global, maxWaitNanos)) {
      return null;
    }
    install(global);
    return steppedAside ? noAnswer : null;
  }

  private boolean awaitBuild(GlobalAccess global, long maxWaitNanos) {
    if (gaveUp && !build.isFinished()) {
      return false;
    }
    if (build.await(maxWaitNanos)) {
      return true;
    }
    late = new WeakReference<>(global.type());
    gaveUp = true;
    if (build.isFinished()) {
      return true;
    }
    listener.notAttached(name, "the SDK was not ready in time; the application began without it");
    return false;
  }

  private void install(GlobalAccess global) throws ReflectiveOperationException {
    LentSdk sdk = build.result();
    Object ours = sdk == null ? null : sdk.openTelemetry();
    if (sdk != null && ours != null && global.set(ours, () -> claim(global))) {
      sdk.letGo();
    }
  }

  /** Called with the lock of {@code GlobalOpenTelemetry} held. */
  private boolean claim(GlobalAccess global) throws ReflectiveOperationException {
    if (steppedAside) {
      return false;
    }
    asking = Thread.currentThread();
    try {
      installed = !global.isSet() || installed;
      return installed;
    } finally {
      asking = null;
    }
  }

  /** Answers a {@code set}, before its body: what the application sets is to be accepted. */
  void onSet(GlobalAccess global, Object candidate) throws ReflectiveOperationException {
    LentSdk sdk = build.result();
    if (steppedAside || (sdk != null && candidate == sdk.openTelemetry())) {
      return;
    }
    if (!installed && candidate == global.noop()) {
      // That is get, which found nothing; or an application that asks for nothing, which stays.
      return;
    }
    steppedAside = true;
    global.clearIf(() -> installed);
    retireIfBuilt();
  }

  /** Takes over from what was read before the SDK was there, on the thread that built it. */
  void finishLate() throws ReflectiveOperationException {
    WeakReference<Class<?>> readEarly = late;
    late = null;
    Class<?> type = readEarly == null ? null : readEarly.get();
    if (type != null) {
      takeOver(new GlobalAccess(type));
    }
  }

  /** Notes a class that applications may have read from before it was patched. */
  void readBefore(Class<?> type) {
    late = new WeakReference<>(type);
  }

  private void takeOver(GlobalAccess global) throws ReflectiveOperationException {
    LentSdk sdk = build.result();
    Object ours = sdk == null ? null : sdk.openTelemetry();
    if (sdk == null || ours == null || steppedAside) {
      return;
    }
    if (global.replaceDefaultNoop(ours, () -> claimNoop())) {
      sdk.letGo();
      listener.notAttached(
          name, "attached late: what the application obtained before stays without effect");
      return;
    }
    install(global);
    if (!installed) {
      listener.notAttached(name, "an instance was set before the agent was there");
    }
  }

  private boolean claimNoop() {
    installed = !steppedAside;
    return installed;
  }

  /** Gives the SDK of an application that has its own back, once. */
  void retireIfBuilt() {
    LentSdk sdk = build.result();
    SdkTarget target = sdk == null ? null : sdk.target();
    if (sdk != null && target != null && steppedAside && retired.compareAndSet(false, true)) {
      sdk.letGo();
      listener.retired(target);
    }
  }

  /** Nobody is to wait any longer, and nothing more is lent. */
  void end() {
    build.abandon();
    LentSdk sdk = build.result();
    if (sdk != null) {
      sdk.letGo();
    }
  }

  /** Takes back what the class holds, if it is ours; an SDK that comes still is not set there. */
  void release(GlobalAccess global) throws ReflectiveOperationException {
    global.clearIf(
        () -> {
          boolean ours = installed && !steppedAside;
          steppedAside = true;
          return ours;
        });
  }
}

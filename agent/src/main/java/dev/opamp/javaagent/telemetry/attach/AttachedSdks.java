package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.log.AgentLogger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The SDKs that the agent gives to applications which have only the OpenTelemetry API, one for each
 * class loader of an API.
 *
 * <p>An application waits for its SDK in its first reading of {@code GlobalOpenTelemetry}, and no
 * longer than a given time. An SDK is built when that class is loaded, not earlier: building
 * touches the application's API, which initialises {@code java.util.logging} and the context
 * storage, and the application may want to configure those first.
 */
public final class AttachedSdks
    implements BiFunction<Object, Object, Object>, GlobalOpenTelemetryPatcher.Listener {

  private static final AgentLogger LOG = AgentLogger.get(AttachedSdks.class);

  private final AttachRules rules;
  private final SdkFactory factory;
  private final AttachListener listener;
  private final Executor builds;
  private final long firstReadNanos;

  /** With its own lock, held only for looking. */
  private final Map<ClassLoader, Attachment> attachments = new WeakHashMap<>();

  /** Written with the lock of the attachments held. */
  private boolean ended;

  /**
   * @param builds runs what builds SDKs, on a daemon thread that waits for no application; the
   *     thread must be there already, as one that is made in a call of an application inherits its
   *     protection domain and keeps its loader in memory
   * @param firstRead how long the first reading of an application may be held up, 10 s is sensible
   */
  public AttachedSdks(
      AttachRules rules,
      SdkFactory factory,
      AttachListener listener,
      Executor builds,
      Duration firstRead) {
    this.rules = rules;
    this.factory = factory;
    this.listener = listener;
    this.builds = builds;
    this.firstReadNanos = firstRead.toNanos();
  }

  /**
   * Called from patched classes.
   *
   * @param type the class {@code GlobalOpenTelemetry} of some loader
   * @param subject the name of the method that is called, or what the application sets
   * @return the result of the method, or null for its own; nothing is ever thrown
   */
  @Override
  public @Nullable Object apply(Object type, Object subject) {
    return Privileged.run(() -> answer(type, subject));
  }

  private @Nullable Object answer(Object type, Object subject) {
    try {
      GlobalAccess global = new GlobalAccess((Class<?>) type);
      ClassLoader loader = global.type().getClassLoader();
      Attachment attachment = attachmentOf(loader);
      if (subject instanceof String) {
        begin(attachment, loader);
        return attachment.onRead(global, (String) subject, firstReadNanos);
      }
      attachment.onSet(global, subject);
    } catch (Throwable t) {
      LOG.warn("GlobalOpenTelemetry goes on without the agent", t);
    }
    return null;
  }

  /** Builds the SDK of an API loader that was found, unless that was begun before. */
  @Override
  public void patched(ClassLoader loader) {
    begin(attachmentOf(loader), loader);
  }

  @Override
  public void unknownShape(ClassLoader loader) {
    Attachment attachment = attachmentOf(loader);
    attachment
        .build()
        .begin(builds, () -> ofUnknown(attachment, loader), t -> failed(attachment, t));
  }

  private @Nullable BuiltSdk ofUnknown(Attachment attachment, ClassLoader loader) {
    if (hasOther(attachment, loader)) {
      return null;
    }
    String refusal = rules.refusal(loader);
    return refused(
        attachment, refusal == null ? "its GlobalOpenTelemetry is of an unknown version" : refusal);
  }

  private boolean hasOther(Attachment attachment, ClassLoader loader) {
    String other = rules.otherProvider(loader);
    if (other != null) {
      LOG.debug(attachment.name() + " gets its SDK from " + other);
    }
    return other != null;
  }

  /** Takes over a {@code GlobalOpenTelemetry} that was loaded before it could be patched. */
  void adopt(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    Attachment attachment = attachmentOf(loader);
    attachment.readBefore(type);
    begin(attachment, loader);
    builds.execute(() -> finishLate(attachment));
  }

  /** Builds no SDK from now on, and lets go whoever waits for one. */
  void end() {
    List<Attachment> all;
    synchronized (attachments) {
      ended = true;
      all = new ArrayList<>(attachments.values());
    }
    all.forEach(Attachment::end);
  }

  /** Makes a {@code GlobalOpenTelemetry} forget the SDK of the agent, if it holds it. */
  void release(Class<?> type) {
    try {
      attachmentOf(type.getClassLoader()).release(new GlobalAccess(type));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.warn("GlobalOpenTelemetry keeps an SDK that does nothing", e);
    }
  }

  private Attachment attachmentOf(ClassLoader loader) {
    synchronized (attachments) {
      Attachment attachment =
          attachments.computeIfAbsent(
              loader, l -> new Attachment(ApplicationNames.of(l), listener));
      if (ended) {
        attachment.end();
      }
      return attachment;
    }
  }

  private void begin(Attachment attachment, ClassLoader loader) {
    attachment
        .build()
        .begin(
            afterwards -> builds.execute(() -> runThenFinish(afterwards, attachment)),
            () -> buildFor(attachment, loader),
            t -> failed(attachment, t));
  }

  private void runThenFinish(Runnable build, Attachment attachment) {
    build.run();
    attachment.retireIfBuilt();
    finishLate(attachment);
  }

  private static void finishLate(Attachment attachment) {
    try {
      attachment.finishLate();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.warn(attachment.name() + " keeps its no-op OpenTelemetry", e);
    }
  }

  private @Nullable BuiltSdk buildFor(Attachment attachment, ClassLoader loader) throws Exception {
    if (hasOther(attachment, loader)) {
      return null;
    }
    String refusal = rules.refusal(loader);
    if (refusal != null) {
      return refused(attachment, refusal);
    }
    if (attachment.hasSteppedAside()) {
      return null;
    }
    BuiltSdk sdk = factory.build(loader, attachment.name());
    listener.attached(sdk.target());
    return sdk;
  }

  private @Nullable BuiltSdk refused(Attachment attachment, String reason) {
    listener.notAttached(attachment.name(), reason);
    return null;
  }

  private void failed(Attachment attachment, Throwable cause) {
    listener.notAttached(attachment.name(), "its SDK could not be built: " + cause);
  }
}

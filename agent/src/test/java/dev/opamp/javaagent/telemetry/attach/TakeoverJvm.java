package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.ApiClassHook;
import dev.opamp.javaagent.bootstrap.TestClassHooks;
import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.telemetry.testsdk.RecordingSdkTarget;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A JVM with a real instrumentation: the agent's part and an application with the API only. */
public final class TakeoverJvm {

  private static final RecordingAttachListener LISTENER = new RecordingAttachListener();
  private static final ApiClassHook HOOK = TestClassHooks.create();
  private static final CountDownLatch APPLICATION_STARTS = new CountDownLatch(1);
  private static Instrumentation instrumentation;

  private TakeoverJvm() {}

  public static void premain(String args, Instrumentation given) {
    instrumentation = given;
    given.addTransformer(HOOK, true);
    if (args.equals("late")) {
      HOOK.decline();
    } else {
      Executors.newSingleThreadExecutor(TakeoverJvm::daemon)
          .execute(
              () -> {
                awaitQuietly(APPLICATION_STARTS);
                builds();
              });
    }
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body);
    thread.setDaemon(true);
    return thread;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the takeover, and returns what its builds run on. */
  private static ExecutorService builds() {
    ClassLoader agent = TakeoverJvm.class.getClassLoader();
    ExecutorService builds = Executors.newSingleThreadExecutor(TakeoverJvm::daemon);
    AttachedSdks sdks =
        new AttachedSdks(
            new AttachRules(UpstreamAgent::isPresent),
            new OwnSdkFactory(
                agent, ApplicationLoader::bytesOf, Map::of, RecordingSdkTarget.class.getName()),
            LISTENER,
            builds,
            Duration.ofSeconds(60));
    ThreadSerialExecutor apply = new ThreadSerialExecutor("apply", Duration.ofSeconds(1));
    HostSdks hostSdks =
        new HostSdks(
            new HostSdkFactory(agent, ApplicationLoader::bytesOf, apply, Runnable::run),
            new NoHostSdks(),
            apply,
            () -> false,
            Duration.ofSeconds(1));
    new ApiTakeover(instrumentation, HOOK, sdks, hostSdks, apply).start();
    return builds;
  }

  @SuppressWarnings("unchecked")
  public static void main(String[] args) throws Exception {
    URL[] jars = {
      OpenTelemetry.class.getProtectionDomain().getCodeSource().getLocation(),
      Context.class.getProtectionDomain().getCodeSource().getLocation(),
      ComponentLoader.class.getProtectionDomain().getCodeSource().getLocation(),
      TakeoverJvm.class.getProtectionDomain().getCodeSource().getLocation()
    };
    ClassLoader loader = new URLClassLoader(jars, ClassLoader.getSystemClassLoader().getParent());
    APPLICATION_STARTS.countDown();
    Function<String, Object> application =
        (Function<String, Object>)
            loader.loadClass(ApiOnlyApplication.class.getName()).getConstructor().newInstance();
    Object unused = application.apply("first");
    if (args[0].equals("late")) {
      builds().submit(() -> null).get();
    }
    unused = application.apply("second");
    System.out.println("recorded " + LISTENER.attached.get(0).inForce().tree().get("spans"));
    unused = application.apply("set own");
    System.out.println("retired " + LISTENER.retired.size());
  }

  /** This application has none. */
  private static final class NoHostSdks implements HostSdkListener {
    @Override
    public void adopted(ManagedSdk target) {
      throw new AssertionError("adopted " + target.name());
    }

    @Override
    public void grown(String name) {
      throw new AssertionError(name + " has grown");
    }

    @Override
    public void uncontrolled(ManagedSdk sdk) {
      throw new AssertionError(sdk.problem());
    }
  }
}

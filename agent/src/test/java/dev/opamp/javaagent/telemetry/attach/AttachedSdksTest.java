package dev.opamp.javaagent.telemetry.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.opamp.javaagent.bootstrap.ApiClassHook;
import dev.opamp.javaagent.bootstrap.ApiHookSeam;
import dev.opamp.javaagent.config.SdkTarget;
import dev.opamp.javaagent.telemetry.testsdk.RecordingSdkTarget;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications in loaders of their own, with the patched API and real SDKs below it. */
@ParameterizedClass
@MethodSource("apis")
class AttachedSdksTest {

  private static final String OF_THE_SDK = "of the SDK";

  /** Which API the applications have. */
  @Parameter private String api;

  private static final Duration LONG = Duration.ofSeconds(60);

  private final ClassLoader agent = AttachedSdksTest.class.getClassLoader();
  private final RecordingAttachListener listener = new RecordingAttachListener();
  private final ExecutorService builds = Executors.newSingleThreadExecutor();
  private final SdkFactory realSdks =
      new OwnSdkFactory(
          agent, ApplicationLoader::bytesOf, Map::of, RecordingSdkTarget.class.getName());
  private final AttachRules rules = new AttachRules(() -> false);
  private final AtomicInteger hookCalls = new AtomicInteger();

  /** How the class is worked changed with the methods it got, in 1.53 and 1.58. */
  private static List<String> apis() {
    return List.of(OF_THE_SDK, "1.20.1", "1.44.1", "1.53.0");
  }

  @AfterEach
  void stop() {
    ApiHookSeam.hook = null;
    builds.shutdownNow();
  }

  private ApplicationLoader attach(SdkFactory factory, Duration firstRead, Class<?>... more) {
    AttachedSdks sdks = new AttachedSdks(rules, factory, listener, builds, firstRead);
    return connect(sdks, new GlobalOpenTelemetryPatcher(sdks), more);
  }

  private ApplicationLoader connect(
      AttachedSdks sdks, GlobalOpenTelemetryPatcher patcher, Class<?>... more) {
    ApiHookSeam.connect(
        (type, subject) -> {
          hookCalls.incrementAndGet();
          return sdks.apply(type, subject);
        });
    return application(patcher, more);
  }

  private ApplicationLoader application(ApiClassHook.Patcher patcher, Class<?>... more) {
    return api.equals(OF_THE_SDK)
        ? new ApplicationLoader(patcher, more)
        : new ApplicationLoader(patcher, ApiJars.of(api, more));
  }

  private Object awaitBuilds(Callable<Object> last) throws Exception {
    return builds.submit(last).get(60, TimeUnit.SECONDS);
  }

  @Test
  void spansOfTheApplicationReachTheAgentsSdk() throws Exception {
    ApplicationLoader.Application application = attach(realSdks, LONG).application();

    application.command("GET /");
    application.command("POST /");

    assertThat(listener.attached)
        .singleElement()
        .extracting(target -> target.inForce().tree())
        .isEqualTo(Map.of("spans", List.of("GET /", "POST /")));
    assertThat(listener.notAttached).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "isSet", "getOrNoop"})
  void onceReadTheGlobalIsSetAndTheAgentIsAskedNoMore(String firstQuestion) throws Exception {
    assumeTrue(firstQuestion.equals("get") || api.equals(OF_THE_SDK), "older APIs have get alone");
    ApplicationLoader.Application application = attach(realSdks, LONG).application();
    Object answer = application.command(firstQuestion);
    assertThat(answer).isNotEqualTo(false).isNotSameAs(application.command("noop"));
    int calls = hookCalls.get();

    assertThat(application.command("isSet")).isEqualTo(true);
    assertThat(application.command("get")).isSameAs(application.command("getOrNoop"));
    assertThat(hookCalls).hasValue(calls);
  }

  @Test
  void eightThreadsGetOneSdk() throws Exception {
    AtomicInteger built = new AtomicInteger();
    ApplicationLoader.Application application =
        attach(
                (loader, name) -> {
                  built.incrementAndGet();
                  return realSdks.build(loader, name);
                },
                LONG)
            .application();
    Set<Object> seen = new HashSet<>(concurrently(8, () -> application.command("get")));

    assertThat(seen).hasSize(1);
    assertThat(built).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"set own", "set own by supplier", "set noop"})
  void applicationThatSetsItsOwnAfterReadingWins(String setCommand) throws Exception {
    ApplicationLoader.Application application = attach(realSdks, LONG).application();
    Object ours = application.command("tracer provider");

    application.command(setCommand);

    assertThat(application.command("tracer provider")).isNotSameAs(ours);
    assertThat(listener.retired).isEqualTo(listener.attached).hasSize(1);
    assertThatThrownBy(() -> application.command("set own"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(listener.retired).hasSize(1);
  }

  @Test
  void applicationThatSetsItsOwnFirstNeverMeetsOurs() throws Exception {
    ApplicationLoader.Application application = attach(realSdks, LONG).application();

    application.command("set own");

    assertThat(application.command("tracer provider").getClass().getName()).contains("Default");
    awaitBuilds(() -> null);
    assertThat(listener.retired).isEqualTo(listener.attached);
  }

  @Test
  void applicationThatSetsItsOwnDuringTheBuildWins() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ApplicationLoader loader =
        attach(
            (apiLoader, name) -> {
              building.countDown();
              go.await();
              return realSdks.build(apiLoader, name);
            },
            LONG);
    loader.global();
    assertThat(building.await(60, TimeUnit.SECONDS)).isTrue();
    ApplicationLoader.Application application = loader.application();

    application.command("set own");
    go.countDown();
    awaitBuilds(() -> null);

    assertThat(application.command("tracer provider").getClass().getName()).contains("Default");
    assertThat(listener.retired).isEqualTo(listener.attached).hasSize(1);
  }

  @Test
  void setNeverFailsWhileOthersRead() throws Exception {
    for (int round = 0; round < 40; round++) {
      ApplicationLoader.Application application = attach(realSdks, LONG).application();
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        String question = i % 2 == 0 ? "get" : i % 3 == 0 ? "isSet" : "getOrNoop";
        tasks.add(() -> application.command(question));
      }
      tasks.add(
          () -> application.command(hookCalls.get() % 2 == 0 ? "set own" : "set own by supplier"));

      concurrently(tasks);

      assertThat(application.command("tracer provider").getClass().getName()).contains("Default");
    }
    awaitBuilds(() -> null);
    assertThat(listener.retired).containsExactlyInAnyOrderElementsOf(listener.attached);
  }

  @Test
  void failedBuildLeavesTheNoopAndSaysWhy() throws Exception {
    ApplicationLoader.Application application =
        attach(
                (loader, name) -> {
                  throw new IllegalArgumentException("no exporter");
                },
                LONG)
            .application();

    assertThat(application.command("isSet")).isEqualTo(false);
    assertThat(application.command("getOrNoop")).isSameAs(application.command("noop"));
    awaitBuilds(() -> null);
    application.command("set own");
    assertThat(listener.notAttached)
        .singleElement()
        .asString()
        .contains("could not be built")
        .contains("no exporter");
  }

  @Test
  void applicationWithItsOwnSdkBehavesAsWithoutTheAgent() throws Exception {
    ApplicationLoader.Application application =
        attach(realSdks, LONG, OpenTelemetrySdk.class).application();

    assertThat(application.command("isSet")).isEqualTo(false);
    application.command("get");
    assertThatThrownBy(() -> application.command("set own"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(listener.notAttached).as("it has what it needs").isEmpty();
    assertThat(listener.attached).isEmpty();
  }

  @Test
  void readerDoesNotWaitLongerThanAllowedAndIsTakenOverLater() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ApplicationLoader.Application application =
        attach(
                (loader, name) -> {
                  go.await();
                  return realSdks.build(loader, name);
                },
                Duration.ofMillis(20))
            .application();

    application.command("lost");
    assertThat(listener.notAttached)
        .containsExactly("the SDK was not ready in time; the application began without it");
    assertThat(application.command("isSet")).isEqualTo(true);
    go.countDown();
    awaitBuilds(() -> null);
    application.command("seen");

    assertThat(listener.attached)
        .singleElement()
        .extracting(target -> target.inForce().tree())
        .isEqualTo(Map.of("spans", List.of("seen")));
  }

  @Test
  void readingOnTheBuildThreadGetsANoopThatIsNotKept() throws Exception {
    List<Object> seenInBuild = new ArrayList<>();
    ApplicationLoader.Application application =
        attach(
                (loader, name) -> {
                  ApplicationLoader.Application inBuild =
                      ((ApplicationLoader) loader).application();
                  seenInBuild.add(inBuild.command("get"));
                  seenInBuild.add(inBuild.command("isSet"));
                  return realSdks.build(loader, name);
                },
                LONG)
            .application();

    application.command("seen");

    assertThat(seenInBuild).containsExactly(application.command("noop"), false);
    assertThat(listener.attached.get(0).inForce().tree())
        .isEqualTo(Map.of("spans", List.of("seen")));
  }

  @Test
  void defaultNoopOfAClassThatWasReadBeforeIsReplaced() throws Exception {
    AttachedSdks sdks = new AttachedSdks(rules, realSdks, listener, builds, LONG);
    ApplicationLoader loader = application((l, name, type, bytes) -> null);
    ApplicationLoader.Application application = loader.application();
    application.command("lost");

    sdks.adopt(loader.global());
    awaitBuilds(() -> null);
    application.command("seen");

    assertThat(listener.attached)
        .singleElement()
        .extracting(target -> target.inForce().tree())
        .isEqualTo(Map.of("spans", List.of("seen")));
    assertThat(listener.notAttached)
        .containsExactly(
            "attached late: what the application obtained before stays without effect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"set own", "set noop"})
  void instanceThatTheApplicationChoseBeforeIsLeft(String setCommand) throws Exception {
    AttachedSdks sdks = new AttachedSdks(rules, realSdks, listener, builds, LONG);
    ApplicationLoader loader = application((l, name, type, bytes) -> null);
    ApplicationLoader.Application application = loader.application();
    application.command(setCommand);
    Object before = application.command("get");

    sdks.adopt(loader.global());
    awaitBuilds(() -> null);

    assertThat(application.command("get")).isSameAs(before);
    assertThat(listener.notAttached)
        .containsExactly("an instance was set before the agent was there");
  }

  @Test
  void resetGlobalGetsTheSameSdkAgain() throws Exception {
    ApplicationLoader.Application application = attach(realSdks, LONG).application();
    Object before = application.command("tracer provider");

    application.command("reset");

    assertThat(application.command("tracer provider")).isSameAs(before);
  }

  @Test
  void whenTheAgentStopsTheGlobalForgetsOurSdkAndTheNextAgentMayTakeOver() throws Exception {
    AttachedSdks sdks = new AttachedSdks(rules, realSdks, listener, builds, LONG);
    ApplicationLoader loader = connect(sdks, new GlobalOpenTelemetryPatcher(sdks));
    ApplicationLoader.Application application = loader.application();
    application.command("seen");

    ApiHookSeam.disconnect();
    sdks.end();
    sdks.release(loader.global());

    assertThat(application.command("isSet")).isEqualTo(false);
    application.command("lost");
    AttachedSdks next = new AttachedSdks(rules, realSdks, listener, builds, LONG);
    next.adopt(loader.global());
    awaitBuilds(() -> null);
    application.command("seen again");
    assertThat(listener.attached)
        .extracting(target -> target.inForce().tree())
        .containsExactly(Map.of("spans", List.of("seen")), Map.of("spans", List.of("seen again")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"set own", "set noop"})
  void whenTheAgentStopsWhatTheApplicationHasSetStays(String setCommand) throws Exception {
    AttachedSdks sdks = new AttachedSdks(rules, realSdks, listener, builds, LONG);
    ApplicationLoader loader = connect(sdks, new GlobalOpenTelemetryPatcher(sdks));
    ApplicationLoader.Application application = loader.application();
    application.command(setCommand);
    Object before = application.command("get");

    ApiHookSeam.disconnect();
    sdks.end();
    sdks.release(loader.global());

    assertThat(application.command("get")).isSameAs(before);
  }

  @Test
  void whenTheAgentStopsNobodyWaitsForAnSdkThatWillNotCome() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AttachedSdks sdks =
        new AttachedSdks(
            rules,
            (loader, name) -> {
              never.await();
              return realSdks.build(loader, name);
            },
            listener,
            builds,
            LONG);
    ApplicationLoader loader = connect(sdks, new GlobalOpenTelemetryPatcher(sdks));
    ApplicationLoader.Application application = loader.application();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Object> reading = reader.submit(() -> application.command("isSet"));
      sdks.end();
      assertThat(reading.get(20, TimeUnit.SECONDS)).isEqualTo(false);
      assertThat(application(new GlobalOpenTelemetryPatcher(sdks)).application())
          .satisfies(later -> assertThat(later.command("isSet")).isEqualTo(false));
    } finally {
      never.countDown();
      reader.shutdownNow();
    }
  }

  @Test
  void applicationThatIsGoneIsNotKeptInMemory() throws Exception {
    AttachedSdks sdks = new AttachedSdks(rules, realSdks, new ForgetfulListener(), builds, LONG);
    // A thread made by an application would inherit its protection domain, and so its loader.
    awaitBuilds(() -> null);
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    WeakReference<Object> gone = useAndDrop(sdks, collected);
    awaitBuilds(() -> null);

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (gone.get() != null && System.nanoTime() < deadline) {
      System.gc();
      collected.remove(50);
    }

    assertThat(gone.get()).isNull();
    Reference.reachabilityFence(sdks);
  }

  private WeakReference<Object> useAndDrop(AttachedSdks sdks, ReferenceQueue<Object> queue)
      throws Exception {
    ApplicationLoader loader = connect(sdks, new GlobalOpenTelemetryPatcher(sdks));
    loader.application().command("seen");
    loader.close();
    return new WeakReference<>(loader, queue);
  }

  /** Holds on to nothing. */
  private static final class ForgetfulListener implements AttachListener {
    @Override
    public void attached(SdkTarget target) {}

    @Override
    public void retired(SdkTarget target) {}

    @Override
    public void notAttached(String application, String reason) {}
  }

  private static List<Object> concurrently(int threads, Callable<Object> task) throws Exception {
    List<Callable<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(task);
    }
    return concurrently(tasks);
  }

  private static List<Object> concurrently(List<Callable<Object>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
    CyclicBarrier together = new CyclicBarrier(tasks.size());
    try {
      List<Future<Object>> running = new ArrayList<>();
      for (Callable<Object> task : tasks) {
        running.add(
            pool.submit(
                () -> {
                  together.await(60, TimeUnit.SECONDS);
                  return task.call();
                }));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> one : running) {
        results.add(one.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}

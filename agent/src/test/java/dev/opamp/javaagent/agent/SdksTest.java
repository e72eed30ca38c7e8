package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.concurrent.AgentThreads;
import dev.opamp.javaagent.concurrent.SystemTicker;
import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.ManagedSdk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SdksTest {

  private final ThreadSerialExecutor apply =
      new ThreadSerialExecutor("apply-test", Duration.ofSeconds(1));
  private final FakeSdk standIn = new FakeSdk("own");
  private final FakeSdk application = new FakeSdk("application");
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<ManagedSdk> added = new CopyOnWriteArrayList<>();
  private ConfigPipeline pipeline;

  @BeforeEach
  void start() {
    pipeline = Pipelines.ofDefaults(new RecordingReporter(), apply, new SystemTicker());
    pipeline.start();
  }

  @AfterEach
  void stop() {
    never.countDown();
    apply.close();
  }

  private Sdks sdks(Duration applyLimit) {
    return new Sdks(
        pipeline,
        apply,
        task -> AgentThreads.newThread("aside-test", task).start(),
        applyLimit,
        () -> standIn,
        added::add,
        (name, reason) -> {});
  }

  @Test
  void standInThatCannotDeliverHoldsUpNeitherTheApplicationNorTheConfiguration() throws Exception {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    standIn.receiver = never;
    apply.execute(sdks::standIn);
    await().until(() -> added.contains(standIn));

    sdks.attached(application);

    assertThat(application.inForce().tree()).isNotEmpty();
    assertThat(standIn.closing.await(30, TimeUnit.SECONDS)).isTrue();
    CountDownLatch applyGoesOn = new CountDownLatch(1);
    apply.execute(applyGoesOn::countDown);
    assertThat(applyGoesOn.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(sdks.all()).containsExactly(application);
  }

  @Test
  void standInThatIsNotWaitedForIsInForceAtOnce() throws Exception {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    AtomicReference<Map<String, Object>> inForce = new AtomicReference<>();
    CountDownLatch looked = new CountDownLatch(1);

    apply.execute(
        () -> {
          sdks.standIn();
          inForce.set(standIn.inForce().tree());
          looked.countDown();
        });

    assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(inForce.get()).isNotEmpty();
  }

  @Test
  void applicationThatSetsItsOwnSdkLeavesTheConfigurationToAStandIn() throws Exception {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    sdks.attached(application);

    sdks.retired(application);

    await().until(() -> added.contains(standIn));
    assertThat(sdks.all()).containsExactly(standIn);
    assertThat(standIn.inForce().tree()).isNotEmpty();
    assertThat(application.closing.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void applicationIsNotHeldUpForeverAndItsTelemetryBeginsLater() throws Exception {
    Sdks sdks = sdks(Duration.ofMillis(50));
    CountDownLatch busy = new CountDownLatch(1);
    apply.execute(
        () -> {
          try {
            busy.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    sdks.attached(application);
    assertThat(application.inForce().tree()).isEmpty();

    busy.countDown();
    await().until(() -> added.contains(application));
    assertThat(application.inForce().tree()).isNotEmpty();
    assertThat(sdks.all()).containsExactly(application);
  }

  @Test
  void noTaskFindsAnSdkOfAnApplicationThatIsNotYetInForce() throws Exception {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    CountDownLatch looked = new CountDownLatch(1);
    AtomicReference<Map<String, Object>> inForce = new AtomicReference<>();
    apply.execute(
        () -> {
          Thread attaching = AgentThreads.newThread("attaching-test", () -> attach(sdks));
          attaching.start();
          // Behind what the other thread has given to this one.
          await().until(() -> attaching.getState() == Thread.State.TIMED_WAITING);
          apply.execute(
              () -> {
                inForce.set(application.inForce().tree());
                looked.countDown();
              });
        });

    assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(inForce.get()).isNotEmpty();
  }

  private void attach(Sdks sdks) {
    try {
      sdks.attached(application);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anSdkThatItsApplicationHasShutDownIsNoneToTryAConfigurationOn() {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    apply.execute(() -> sdks.adopted(application));
    await().until(() -> added.contains(application));
    application.gone = true;

    apply.execute(sdks::standIn);

    await().until(() -> added.contains(standIn));
  }

  @Test
  void anAgentThatEndsBuildsNoSdk() {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    sdks.flush(Duration.ofMillis(50));

    sdks.standIn();

    assertThat(sdks.all()).isEmpty();
  }

  @Test
  void callbackOfTheApplicationThatNeverReturnsDoesNotHoldUpTheEndOfTheHost() throws Exception {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    sdks.attached(application);
    application.receiver = never;

    sdks.flush(Duration.ofMillis(50));

    assertThat(application.flushing.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(never.getCount()).isEqualTo(1);
  }

  @Test
  void whenTheAgentStopsAllSdksEndThoseOnTheirWayOutToo() throws Exception {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    apply.execute(sdks::standIn);
    await().until(() -> added.contains(standIn));
    sdks.attached(application);
    assertThat(standIn.closing.await(30, TimeUnit.SECONDS)).isTrue();
    apply.close();

    sdks.close(Duration.ofSeconds(30));

    assertThat(application.closing.getCount()).isZero();
  }

  @Test
  void sdkThatCannotDeliverDoesNotHoldUpTheStopOfTheAgent() throws Exception {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    sdks.attached(application);
    application.receiver = never;

    sdks.close(Duration.ofMillis(50));

    assertThat(application.closing.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(never.getCount()).isEqualTo(1);
  }

  @Test
  void sdkThatCannotBeRebuiltDoesNotKeepTheRestFromBeingRebuilt() throws Exception {
    Sdks sdks = sdks(Duration.ofSeconds(30));
    sdks.attached(application);
    application.failure = new IllegalStateException("no");

    sdks.rebuild();

    assertThat(sdks.all()).containsExactly(application);
    assertThat(application.rebuilt).isEqualTo(1);
    assertThat(application.inForce().tree()).isNotEmpty();
  }
}

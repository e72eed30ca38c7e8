package dev.opamp.javaagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.GlobalOpenTelemetry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApiClassHookTest {

  private static final String GLOBAL = "io/opentelemetry/api/GlobalOpenTelemetry";
  private static final byte[] ORIGINAL = {1};
  private static final byte[] CHANGED = {2};

  private final ClassLoader loader = ApiClassHookTest.class.getClassLoader();

  private byte[] transform(ApiClassHook hook, String name) {
    return hook.transform(loader, name, null, null, ORIGINAL);
  }

  @Test
  void classLoadedBeforeThePatcherWaitsForIt() throws Exception {
    ApiClassHook hook = new ApiClassHook(30_000);
    CountDownLatch loading = new CountDownLatch(1);
    CompletableFuture<byte[]> loaded =
        CompletableFuture.supplyAsync(
            () -> {
              loading.countDown();
              return transform(hook, GLOBAL);
            });
    assertThat(loading.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(hook.awaitApplication(30_000)).isTrue();
    assertThat(loaded).isNotDone();

    hook.install((l, name, type, bytes) -> CHANGED);

    assertThat(loaded.get(30, TimeUnit.SECONDS)).isSameAs(CHANGED);
  }

  @Test
  void declinedHookLeavesTheClassAndDoesNotWait() {
    ApiClassHook hook = new ApiClassHook(3_600_000);
    hook.decline();

    assertThat(transform(hook, GLOBAL)).isNull();
  }

  @Test
  void undecidedHookGivesUpWaiting() {
    assertThat(transform(new ApiClassHook(1), GLOBAL)).isNull();
  }

  @Test
  void otherClassesNeitherWaitNorChange() throws Exception {
    ApiClassHook hook = new ApiClassHook(3_600_000);

    assertThat(transform(hook, "io/opentelemetry/api/OpenTelemetry")).isNull();
    assertThat(transform(hook, null)).isNull();
    assertThat(hook.awaitApplication(0)).isFalse();
  }

  @Test
  void classesThatWereThereBeforeCountAsAnApplication() throws Exception {
    ApiClassHook hook = new ApiClassHook(1);

    hook.noteLoaded(String.class, int[].class, ApiClassHookTest.class);
    assertThat(hook.awaitApplication(0)).isFalse();

    hook.noteLoaded(String.class, GlobalOpenTelemetry.class);
    assertThat(hook.awaitApplication(0)).isTrue();
  }

  @Test
  void interruptedApplicationThreadStaysInterruptedAndItsClassUnchanged() {
    ApiClassHook hook = new ApiClassHook(3_600_000);
    Thread.currentThread().interrupt();

    assertThat(transform(hook, GLOBAL)).isNull();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void failingPatcherLeavesTheClass() {
    ApiClassHook hook = new ApiClassHook(1);
    hook.install(
        (l, name, type, bytes) -> {
          throw new LinkageError("broken patcher");
        });

    assertThat(transform(hook, GLOBAL)).isNull();
  }
}

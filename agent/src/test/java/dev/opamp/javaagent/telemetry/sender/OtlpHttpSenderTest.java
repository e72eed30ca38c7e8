package dev.opamp.javaagent.telemetry.sender;

import static dev.opamp.javaagent.telemetry.sender.SenderScenario.export;
import static dev.opamp.javaagent.telemetry.sender.SenderScenario.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OtlpHttpSenderTest {

  private ScriptedReceiver receiver;
  private SenderScenario scenario;
  private final List<HttpSender> open = new ArrayList<>();

  @BeforeEach
  void listen() throws IOException {
    receiver = ScriptedReceiver.plain();
    scenario = new SenderScenario(receiver.url("/custom/p?x=1"));
  }

  @AfterEach
  void close() {
    open.forEach(HttpSender::shutdown);
    receiver.close();
  }

  private HttpSender sender() {
    HttpSender sender = scenario.sender();
    open.add(sender);
    return sender;
  }

  @Test
  void sendsTheMessageToExactlyTheUrl() throws Exception {
    assertThat(status(export(sender()))).isEqualTo(200);

    ScriptedReceiver.Received request = receiver.next();
    assertThat(request.target()).isEqualTo("/custom/p?x=1");
    assertThat(request.header("Content-type")).isEqualTo("application/x-protobuf");
    assertThat(request.header("Content-length")).isEqualTo("9");
    assertThat(new String(request.body())).isEqualTo(SenderScenario.MESSAGE);
  }

  @Test
  void compressesWhenAsked() throws Exception {
    scenario.compressor = new Gzip();

    assertThat(status(export(sender()))).isEqualTo(200);

    ScriptedReceiver.Received request = receiver.next();
    assertThat(request.header("Content-encoding")).isEqualTo("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(request.body())).readAllBytes())
        .asString()
        .isEqualTo(SenderScenario.MESSAGE);
  }

  @Test
  void asksForTheHeadersOfEachAttempt() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    scenario.headers =
        () -> Map.of("Authorization", List.of("key " + asked.incrementAndGet()), "K", List.of("a"));
    receiver.answer(503);

    assertThat(status(export(sender()))).isEqualTo(200);

    assertThat(receiver.next().header("Authorization")).isEqualTo("key 1");
    assertThat(receiver.next().header("Authorization")).isEqualTo("key 2");
  }

  @Test
  void keepsAHeaderThatHttpCannotCarryToItself() {
    scenario.headers = () -> Map.of("X-Key", List.of("sec\u0007ret"));

    assertThatThrownBy(() -> status(export(sender())))
        .hasMessageContaining("the headers cannot be sent")
        .hasMessageNotContaining("ret")
        .cause()
        .hasNoCause();
    assertThat(receiver.received).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  @Tag("OWN-18")
  void repeatsWhatMayWorkLater(int status) throws Exception {
    receiver.answer(status).answer(status);

    assertThat(status(export(sender()))).isEqualTo(200);
    assertThat(receiver.received).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 301, 307, 400, 401, 404, 408, 413, 500, 501})
  @Tag("OWN-18")
  void repeatsAndFollowsNothingElse(int status) throws Exception {
    receiver.answer(status, Map.of("Location", receiver.url("/elsewhere").toString()), new byte[0]);

    assertThat(status(export(sender()))).isEqualTo(status);
    assertThat(status(export(sender()))).isEqualTo(200);
    assertThat(receiver.received)
        .hasSize(2)
        .allMatch(request -> request.target().equals("/custom/p?x=1"));
  }

  @Test
  @Tag("OWN-18")
  void givesUpAfterTheAttemptsOfThePolicy() throws Exception {
    receiver.answer(503).answer(503).answer(503, Map.of(), "overloaded".getBytes());

    HttpResponse last = export(sender()).get(20, TimeUnit.SECONDS);

    assertThat(last.getStatusCode()).isEqualTo(503);
    assertThat(last.getResponseBody()).asString().isEqualTo("overloaded");
    assertThat(receiver.received).hasSize(3);
  }

  @Test
  @Tag("OWN-18")
  void waitsTheSecondsThatTheReceiverAsksFor() throws Exception {
    receiver.answer(503, Map.of("Retry-After", "1"), new byte[0]);

    assertThat(status(export(sender()))).isEqualTo(200);

    assertThat(between(receiver.next(), receiver.next())).isBetween(950L, 8_000L);
  }

  @Test
  @Tag("OWN-18")
  void waitsUntilTheTimeThatTheReceiverNames() throws Exception {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    receiver.answer(
        429,
        Map.of("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(3))),
        new byte[0]);

    assertThat(status(export(sender()))).isEqualTo(200);

    // The receiver's Date and the time itself are in whole seconds.
    assertThat(between(receiver.next(), receiver.next())).isBetween(950L, 8_000L);
  }

  @Test
  @Tag("OWN-18")
  void failsAtOnceWhatCannotWaitSoLongAndLeavesTheReceiverAlone() throws Exception {
    receiver.answer(503, Map.of("Retry-After", "3600"), new byte[0]);
    HttpSender sender = sender();

    assertThat(status(export(sender))).isEqualTo(503);
    assertThatThrownBy(() -> status(export(sender)))
        .hasMessageContaining("the receiver asked not to be sent to for a while");

    assertThat(receiver.received).hasSize(1);
  }

  @Test
  void recoversWhenThreadsCanBeMadeAgain() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicBoolean exhausted = new AtomicBoolean(true);
    scenario.executor =
        new AbstractExecutorService() {
          @Override
          public void execute(Runnable task) {
            if (exhausted.get()) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
          }

          @Override
          public void shutdown() {}

          @Override
          public List<Runnable> shutdownNow() {
            return List.of();
          }

          @Override
          public boolean isShutdown() {
            return false;
          }

          @Override
          public boolean isTerminated() {
            return false;
          }

          @Override
          public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
          }
        };
    HttpSender sender = sender();
    for (int i = 0; i <= OtlpHttpSender.MAX_PENDING; i++) {
      assertThatThrownBy(() -> status(export(sender))).hasMessageContaining("native thread");
    }

    exhausted.set(false);

    assertThat(status(export(sender))).isEqualTo(200);
    threads.shutdown();
  }

  @Test
  void aMessageThatCannotBeWrittenEndsNoThread() throws Exception {
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setUncaughtExceptionHandler((dead, cause) -> uncaught.add(cause));
              return thread;
            });
    scenario.executor = threads;
    CompletableFuture<HttpResponse> outcome = new CompletableFuture<>();
    sender()
        .send(
            new MessageWriter() {
              @Override
              public void writeMessage(OutputStream out) {
                throw new IllegalStateException("reset in between");
              }

              @Override
              public int getContentLength() {
                return 9;
              }
            },
            outcome::complete,
            outcome::completeExceptionally);

    assertThatThrownBy(() -> status(outcome)).hasMessageContaining("cannot be written");

    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(uncaught).isEmpty();
  }

  @Test
  @Tag("OWN-18")
  void repeatsWhenNothingListensYet() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    scenario.endpoint = URI.create("http://127.0.0.1:" + port + "/v1/traces");
    List<IOException> failures = new ArrayList<>();
    scenario.retry =
        scenario.retry.toBuilder()
            .setRetryExceptionPredicate(
                failure -> {
                  failures.add(failure);
                  return true;
                })
            .build();

    assertThatThrownBy(() -> status(export(sender())))
        .hasRootCauseInstanceOf(java.net.ConnectException.class);
    assertThat(failures).hasSize(3);
  }

  @Test
  @Tag("OWN-18")
  void boundsAllAttemptsTogetherByTheTimeout() {
    receiver.hold = new CountDownLatch(1);
    scenario.timeout = Duration.ofMillis(500);

    long before = System.nanoTime();
    assertThatThrownBy(() -> status(export(sender()))).hasRootCauseInstanceOf(IOException.class);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isBetween(450L, 15_000L);
    assertThat(receiver.received).hasSize(1);
  }

  @Test
  void refusesATimeoutThatCannotBeKept() {
    scenario.timeout = Duration.ofMillis(-1);

    assertThatThrownBy(this::sender)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout");
  }

  @Test
  @Tag("OWN-18")
  void boundsWhatIsUnderWay() throws Exception {
    receiver.hold = new CountDownLatch(1);
    HttpSender sender = sender();
    List<CompletableFuture<HttpResponse>> accepted =
        IntStream.range(0, OtlpHttpSender.MAX_PENDING).mapToObj(i -> export(sender)).toList();

    CompletableFuture<HttpResponse> oneTooMany = export(sender);

    assertThat(oneTooMany).isCompletedExceptionally();
    receiver.hold.countDown();
    for (CompletableFuture<HttpResponse> each : accepted) {
      assertThat(status(each)).isEqualTo(200);
    }
    assertThat(status(export(sender))).isEqualTo(200);
  }

  @Test
  void readsNoMoreOfAnAnswerThanItKeeps() throws Exception {
    receiver.answer(400, Map.of(), new byte[1024 * 1024]);

    HttpResponse answer = export(sender()).get(20, TimeUnit.SECONDS);

    assertThat(answer.getStatusCode()).isEqualTo(400);
    assertThat(answer.getResponseBody()).hasSize(64 * 1024);
  }

  @Test
  void endsARequestAtOnceWhenShutDown() throws Exception {
    receiver.hold = new CountDownLatch(1);
    HttpSender sender = sender();
    CompletableFuture<HttpResponse> underWay = export(sender);
    receiver.next();

    assertThat(sender.shutdown().isSuccess()).isTrue();

    assertThat(underWay).isCompletedExceptionally();
    assertThat(export(sender)).isCompletedExceptionally();
  }

  @Test
  void endsAWaitAtOnceWhenShutDown() throws Exception {
    receiver.answer(503, Map.of("Retry-After", "9"), new byte[0]);
    HttpSender sender = sender();
    CompletableFuture<HttpResponse> waiting = export(sender);
    receiver.next();
    await().until(() -> threadsOfSenders().contains("opamp-agent-export-retry"));

    sender.shutdown();

    assertThat(waiting).isCompletedExceptionally();
    await().until(() -> !threadsOfSenders().contains("opamp-agent-export-retry"));
  }

  @Test
  void sendsOnDaemonThreadsWithoutTheHostsClassLoader() throws Exception {
    receiver.hold = new CountDownLatch(1);
    HttpSender sender = sender();
    CompletableFuture<HttpResponse> underWay = export(sender);
    receiver.next();

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("opamp-agent-export"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon)
        .allMatch(thread -> thread.getContextClassLoader() == null);
    receiver.hold.countDown();
    assertThat(status(underWay)).isEqualTo(200);
  }

  private static List<String> threadsOfSenders() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  private static long between(ScriptedReceiver.Received first, ScriptedReceiver.Received second) {
    return TimeUnit.NANOSECONDS.toMillis(second.nanos() - first.nanos());
  }

  private static final class Gzip implements Compressor {
    @Override
    public String getEncoding() {
      return "gzip";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
      return new GZIPOutputStream(out);
    }
  }
}

package dev.opamp.javaagent.telemetry.sender;

import static dev.opamp.javaagent.telemetry.sender.SenderScenario.export;
import static dev.opamp.javaagent.telemetry.sender.SenderScenario.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.net.RelayingProxy;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the connections of exports, byte by byte. */
@Timeout(60)
class ExportWireTest {

  private RawReceiver receiver;
  private SenderScenario scenario;
  private final List<HttpSender> open = new ArrayList<>();
  private final CountDownLatch trickles = new CountDownLatch(1);

  @BeforeEach
  void listen() throws IOException {
    receiver = RawReceiver.start();
    scenario = new SenderScenario(receiver.url());
    // Nothing is repeated: what fails is seen.
    scenario.retry = null;
  }

  @AfterEach
  void close() throws IOException {
    open.forEach(HttpSender::shutdown);
    receiver.close();
  }

  private HttpSender sender() {
    HttpSender sender = scenario.sender();
    open.add(sender);
    return sender;
  }

  private static HttpResponse answer(HttpSender sender) throws Exception {
    return export(sender).get(20, TimeUnit.SECONDS);
  }

  @Test
  void writesAPlainRequest() throws Exception {
    scenario.headers = () -> Map.of("X-Key", List.of("one", "two"), "Content-Length", List.of("1"));

    assertThat(status(export(sender()))).isEqualTo(200);

    assertThat(receiver.heads().get(0))
        .startsWith("POST /v1/traces HTTP/1.1\r\n")
        .contains("\r\nHost: 127.0.0.1:" + receiver.port() + "\r\n")
        .contains("\r\nX-Key: one\r\nX-Key: two\r\n")
        .contains("\r\nContent-Type: application/x-protobuf\r\n")
        .containsOnlyOnce("Content-Length: ")
        .contains("\r\nContent-Length: 9\r\n");
  }

  @Test
  void sendsOneExportAfterTheOtherOnOneConnection() throws Exception {
    receiver
        .answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        .answer(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
                + "3;name=value\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
        .answer("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
    HttpSender sender = sender();

    assertThat(answer(sender).getResponseBody()).asString().isEqualTo("hi");
    assertThat(answer(sender).getResponseBody()).asString().isEqualTo("abc0123456789");
    assertThat(answer(sender).getStatusCode()).isEqualTo(204);
    assertThat(answer(sender).getStatusMessage()).isEqualTo("OK");
    assertThat(receiver.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nuntil the end",
        "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 13\r\n\r\nuntil the end",
        "HTTP/1.0 200 OK\r\nContent-Length: 13\r\n\r\nuntil the end",
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nuntil the end",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nuntil the end",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nuntil the end\r\nzz\r\n",
      })
  void makesAnotherConnectionWhereOneCannotGoOn(String bytes) throws Exception {
    receiver.answerAndClose(bytes);
    HttpSender sender = sender();

    assertThat(answer(sender).getResponseBody()).asString().isEqualTo("until the end");
    assertThat(status(export(sender))).isEqualTo(200);
    assertThat(receiver.connections()).isEqualTo(2);
  }

  @Test
  void noticesThatAnIdleConnectionWasClosed() throws Exception {
    HttpSender sender = sender();
    assertThat(status(export(sender))).isEqualTo(200);

    receiver.closeConnections();

    assertThat(status(export(sender))).isEqualTo(200);
    assertThat(receiver.connections()).isEqualTo(2);
  }

  @Test
  void trustsNoConnectionOnWhichSomethingCameUnasked() throws Exception {
    receiver.answer(RawReceiver.OK + "HTTP/1.1 500 Not Asked\r\nContent-Length: 0\r\n\r\n");
    HttpSender sender = sender();

    assertThat(status(export(sender))).isEqualTo(200);
    assertThat(status(export(sender))).isEqualTo(200);
    assertThat(receiver.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "220 mail ready\r\n\r\n",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        ""
      })
  void failsWhereTheAnswerIsNone(String bytes) {
    receiver.answerAndClose(bytes);

    assertThatThrownBy(() -> status(export(sender()))).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void ignoresALengthThatIsNone() throws Exception {
    receiver.answerAndClose("HTTP/1.1 400 Bad Request\r\nContent-Length: -1\r\n\r\nx");

    assertThat(answer(sender()).getStatusCode()).isEqualTo(400);
  }

  @Test
  void givesUpAReceiverThatDoesNotRead() throws Exception {
    try (RawReceiver deaf = RawReceiver.deaf()) {
      scenario.endpoint = deaf.url();
      scenario.timeout = Duration.ofSeconds(2);
      byte[] large = new byte[64 * 1024 * 1024];
      CompletableFuture<HttpResponse> outcome = new CompletableFuture<>();
      sender()
          .send(
              new MessageWriter() {
                @Override
                public void writeMessage(OutputStream out) throws IOException {
                  out.write(large);
                }

                @Override
                public int getContentLength() {
                  return large.length;
                }
              },
              outcome::complete,
              outcome::completeExceptionally);

      assertThatThrownBy(() -> status(outcome)).hasMessageContaining("no answer within");
    }
  }

  /** Each byte comes within any limit of a single read. */
  @Test
  void givesUpAReceiverThatTrickles() throws Exception {
    scenario.timeout = Duration.ofSeconds(2);
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      // A record of TLS that is announced as 16 KB.
      Thread trickling = new Thread(() -> trickle(listening, new byte[] {22, 3, 3, 64, 0}));
      trickling.setDaemon(true);
      trickling.start();
      scenario.endpoint = URI.create("https://127.0.0.1:" + listening.getLocalPort() + "/");

      assertThatThrownBy(() -> status(export(sender())))
          .hasMessageContaining("no answer within the timeout");
    }
    trickles.countDown();
  }

  private void trickle(ServerSocket listening, byte[] beginning) {
    try (Socket peer = listening.accept()) {
      peer.getOutputStream().write(beginning);
      while (!trickles.await(200, TimeUnit.MILLISECONDS)) {
        peer.getOutputStream().write(0);
      }
    } catch (IOException | InterruptedException ended) {
      // By the client, as it should be.
    }
  }

  @Test
  void endsAnExportWhoseWayIsNotFoundInTime() throws Exception {
    CountDownLatch found = new CountDownLatch(1);
    scenario.timeout = Duration.ofMillis(300);
    scenario.proxy =
        ProxyOptions.create(
            new Selector(Proxy.NO_PROXY) {
              @Override
              public List<Proxy> select(URI uri) {
                awaitQuietly(found);
                return super.select(uri);
              }
            });

    assertThatThrownBy(() -> status(export(sender()))).hasMessageContaining("no answer within");
    found.countDown();
  }

  /** What the attempt before has left must not look like one that is under way. */
  @Test
  void endsAnExportThatWaitsForAThreadToRepeatIt() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    ExecutorService one = Executors.newSingleThreadExecutor();
    scenario.executor = one;
    scenario.timeout = Duration.ofSeconds(1);
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      scenario.endpoint = URI.create("http://127.0.0.1:" + nobody.getLocalPort() + "/");
    }
    scenario.retry =
        RetryPolicy.builder()
            .setInitialBackoff(Duration.ofMillis(10))
            .setRetryExceptionPredicate(
                failure -> {
                  one.execute(() -> awaitQuietly(free));
                  return true;
                })
            .build();
    try {
      assertThatThrownBy(() -> status(export(sender()))).hasMessageContaining("no answer within");
    } finally {
      free.countDown();
      one.shutdown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void neitherConnectsNorRepeatsForAHeaderThatCannotBeSent() {
    scenario.retry = RetryPolicy.getDefault();
    AtomicInteger asked = new AtomicInteger();
    scenario.headers =
        () -> {
          asked.incrementAndGet();
          return Map.of("X-Key", List.of("a\nb"));
        };

    assertThatThrownBy(() -> status(export(sender())))
        .hasMessageContaining("the headers cannot be sent");
    assertThat(receiver.connections()).isZero();
    assertThat(asked).hasValue(1);
  }

  @Test
  void endsEveryExportWhosePolicyFails() throws Exception {
    scenario.retry =
        RetryPolicy.builder()
            .setRetryExceptionPredicate(
                failure -> {
                  throw new IllegalStateException("of the policy");
                })
            .build();
    HttpSender sender = sender();
    for (int i = 0; i < 10; i++) {
      receiver.answerAndClose("");
    }
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> status(export(sender))).hasMessageContaining("of the policy");
    }

    assertThat(status(export(sender))).isEqualTo(200);
  }

  @Test
  void namesTheServerInFullToAProxyThatPassesRequestsOn() throws Exception {
    Selector selector = new Selector(http(receiver.port()));
    scenario.endpoint = URI.create("http://receiver.invalid:4318/v1/traces?a=b");
    scenario.proxy = ProxyOptions.create(selector);
    HttpSender sender = sender();

    assertThat(status(export(sender))).isEqualTo(200);
    assertThat(status(export(sender))).isEqualTo(200);

    assertThat(receiver.heads())
        .hasSize(2)
        .allMatch(
            head ->
                head.startsWith("POST http://receiver.invalid:4318/v1/traces?a=b HTTP/1.1\r\n")
                    && head.contains("\r\nHost: receiver.invalid:4318\r\n"));
    assertThat(receiver.connections()).isEqualTo(1);
    assertThat(selector.failed).isEmpty();
  }

  @Test
  void triesOneProxyAfterTheOther() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    Selector selector = new Selector(http(nobody), Proxy.NO_PROXY);
    scenario.proxy = ProxyOptions.create(selector);

    assertThat(status(export(sender()))).isEqualTo(200);

    assertThat(selector.failed).hasSize(1);
    assertThat(receiver.heads().get(0)).startsWith("POST /v1/traces ");
  }

  @Test
  void tunnelsThroughAProxyOfTheSelectorForTls() throws Exception {
    try (RelayingProxy through = new RelayingProxy()) {
      scenario.endpoint = URI.create("https://127.0.0.1:" + receiver.port() + "/v1/traces");
      scenario.proxy = ProxyOptions.create(new Selector(http(through.url("").getPort())));

      // The receiver speaks no TLS; what counts is the way.
      assertThatThrownBy(() -> status(export(sender()))).hasCauseInstanceOf(IOException.class);

      await().until(() -> !through.heads().isEmpty());
      assertThat(through.heads().get(0)).startsWith("CONNECT 127.0.0.1:" + receiver.port() + " ");
    }
  }

  @Test
  void reportsASelectorThatFails() {
    scenario.proxy =
        ProxyOptions.create(
            new ProxySelector() {
              @Override
              public List<Proxy> select(URI uri) {
                throw new IllegalStateException("of the application");
              }

              @Override
              public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
            });

    assertThatThrownBy(() -> status(export(sender())))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("the proxy selector failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://host/", "http://host_without:port/", "http://127.0.0.1:0/", "http:///v1"})
  void refusesWhatIsNoUrlForHttp(String endpoint) {
    scenario.endpoint = URI.create(endpoint);

    assertThatThrownBy(this::sender)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the endpoint");
  }

  private static Proxy http(int port) {
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port));
  }

  /** Names always the same proxies. */
  private static class Selector extends ProxySelector {
    private final List<Proxy> proxies;
    private final List<SocketAddress> failed = new CopyOnWriteArrayList<>();

    Selector(Proxy... proxies) {
      this.proxies = List.of(proxies);
    }

    @Override
    public List<Proxy> select(URI uri) {
      return proxies;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      failed.add(address);
    }
  }
}

package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.CloseCause.Kind;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Request;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects of the upgrade and of a POST, from one server of bare sockets to itself or another. */
@Timeout(60)
class RedirectTest {

  private final RecordingTransportListener listener = new RecordingTransportListener();
  private FakeOpampSocketServer server;
  private FakeOpampSocketServer other;
  private OpampTransport transport;

  @BeforeEach
  void start() throws Exception {
    server = new FakeOpampSocketServer();
    other = new FakeOpampSocketServer();
  }

  @AfterEach
  void stop() throws Exception {
    transport.shutdown();
    server.close();
    other.close();
  }

  private void connect(String scheme) throws Exception {
    URI plain = server.uri(scheme);
    transport =
        TransportFactory.create(
            ConnectionSettings.builder(
                    URI.create(plain.toString().replace("://", "://user:canary@")))
                .header("X-Tenant", "canary")
                .build(),
            () -> Messages.UID,
            listener,
            Deadlines.session());
    attempt(1);
  }

  private void attempt(long epoch) throws Exception {
    transport.connect(epoch);
    if (transport.isHalfDuplex()) {
      listener.next("connected");
      transport.send(epoch, Messages.report(epoch));
    }
  }

  private static Request redirect(Peer peer, int status, String... location) throws Exception {
    Request request = peer.readRequest();
    peer.answerStatus(status, location);
    return request;
  }

  private Request succeed(Peer peer) throws Exception {
    Request request;
    if (transport.isHalfDuplex()) {
      request = peer.readRequest();
      peer.answer(new byte[0]);
      listener.next("delivered");
      listener.nextMessage();
    } else {
      request = peer.upgrade();
      listener.next("connected");
    }
    return request;
  }

  /** The next connection, or the next request on the one there is: OkHttp keeps it. */
  private Peer next(FakeOpampSocketServer from, Peer earlier) throws Exception {
    return transport.isHalfDuplex() ? earlier : from.accept();
  }

  @ParameterizedTest
  @CsvSource({
    "ws,301",
    "ws,302",
    "ws,307",
    "ws,308",
    "http,301",
    "http,302",
    "http,307",
    "http,308"
  })
  @Tag("ERR-23")
  @Tag("HTTP-21")
  void credentialsDoNotFollowToAnotherServer(String scheme, int status) throws Exception {
    connect(scheme);
    Request first =
        redirect(server.accept(), status, "Location: " + other.uri("http") + "?moved=1#part");
    assertThat(first.header("Authorization")).startsWith("Basic ");

    Request moved = succeed(other.accept());
    assertThat(moved.line()).contains(" /v1/opamp?moved=1 ");
    assertThat(moved.headers().toString()).doesNotContain("canary");
    assertThat(moved.headers()).doesNotContainKeys("Authorization", "X-Tenant");
    assertThat(moved.header("Host")).isEqualTo("127.0.0.1:" + other.port());
    if (scheme.equals("http")) {
      assertThat(moved.line()).startsWith("POST ");
      assertThat(moved.body()).isEqualTo(first.body()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("ERR-23")
  void credentialsStayWithTheServerItselfAndDoNotReturnToIt(String scheme) throws Exception {
    connect(scheme);
    Peer peer = server.accept();
    redirect(peer, 307, "Location: /elsewhere");
    Peer again = next(server, peer);
    Request second = redirect(again, 307, "Location: " + other.uri("ws"));
    assertThat(second.line()).contains(" /elsewhere ");
    assertThat(second.header("X-Tenant")).isEqualTo("canary");
    assertThat(second.header("Authorization")).startsWith("Basic ");

    redirect(other.accept(), 307, "Location: " + server.uri("http"));
    Request back = succeed(server.accept());
    assertThat(back.headers().toString()).doesNotContain("canary");
    assertThat(back.headers()).doesNotContainKey("Authorization");
  }

  @ParameterizedTest
  @CsvSource({
    "ws,301,true", "ws,302,false", "ws,307,false", "ws,308,true",
    "http,301,true", "http,302,false", "http,307,false", "http,308,true"
  })
  @Tag("ERR-23")
  void onlyAPermanentMoveIsRememberedAndOnlyWhileItWorks(
      String scheme, int status, boolean remembered) throws Exception {
    connect(scheme);
    redirect(server.accept(), status, "Location: " + other.uri("http"));
    succeed(other.accept());

    transport.abort(1, 1000, "");
    listener.next("closed");
    attempt(2);
    Peer peer = (remembered ? other : server).accept();
    peer.readRequest();
    peer.answerStatus(500);
    assertThat(listener.nextClose().code()).isEqualTo(500);

    attempt(3);
    Request fresh = succeed(server.accept());
    assertThat(fresh.header("X-Tenant")).isEqualTo("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("ERR-23")
  void aLoopIsAFailedAttempt(String scheme) throws Exception {
    connect(scheme);
    Peer peer = server.accept();
    redirect(peer, 308, "Location: " + server.uri("http"));
    for (int hop = 1; hop <= 5; hop++) {
      peer = next(server, peer);
      redirect(peer, 308, "Location: " + server.uri("http"));
    }
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.HTTP_STATUS);
    assertThat(cause.code()).isEqualTo(308);
    assertThat(cause.message()).contains("more than 5");
  }

  @ParameterizedTest
  @CsvSource({
    "ws,X-No: location,no Location",
    "ws,Location: file:///etc/passwd,to a scheme other",
    "ws,Location: jar:http://h!/x,to a scheme other",
    "ws,Location: http://:80/,unusable",
    "ws,Location: http://h:99999/,unusable",
    "ws,Location: http://u:canary@ho st/,unusable",
    "http,X-No: location,no Location",
    "http,Location: ftp://h/x,to a scheme other",
    "http,Location: http://u:canary@ho st/,unusable"
  })
  @Tag("ERR-23")
  void aLocationThatCannotBeUsedIsAFailedAttempt(String scheme, String header, String reason)
      throws Exception {
    connect(scheme);
    redirect(server.accept(), 302, header);
    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(Kind.HTTP_STATUS);
    assertThat(cause.message()).contains("302").contains(reason).doesNotContain("canary");
    assertThat(other.isLeftAlone(20)).isTrue();
  }
}

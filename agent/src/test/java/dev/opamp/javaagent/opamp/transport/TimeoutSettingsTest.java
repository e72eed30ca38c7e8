package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The other timeout is set to its longest, so that only the one under test can end the wait. */
@Timeout(60)
class TimeoutSettingsTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final RecordingTransportListener listener = new RecordingTransportListener();
  private FakeOpampSocketServer server;
  private OpampTransport transport;

  @BeforeEach
  void start() throws Exception {
    server = new FakeOpampSocketServer();
  }

  @AfterEach
  void stop() throws Exception {
    transport.shutdown();
    server.close();
  }

  private void connect(String scheme, Duration connect, Duration request) {
    ConnectionSettings settings =
        ConnectionSettings.builder(server.uri(scheme))
            .connectTimeout(connect)
            .requestTimeout(request)
            .build();
    transport =
        TransportFactory.create(settings, () -> Messages.UID, listener, Deadlines.session());
    transport.connect(1);
  }

  @Test
  @Tag("WS-16")
  void webSocketWaitsForTheUpgradeAsLongAsTheConnectTimeout() throws Exception {
    connect("ws", SHORT, LONGEST);
    server.accept();

    CloseCause cause = listener.nextClose();
    assertThat(cause.kind()).isEqualTo(CloseCause.Kind.NETWORK);
    assertThat(cause.message()).containsAnyOf("in time", "timed out");
  }

  @Test
  @Tag("HTTP-19")
  void httpWaitsForTheReplyAsLongAsTheRequestTimeout() throws Exception {
    connect("http", LONGEST, SHORT);
    listener.next("connected");
    transport.send(1, Messages.report(1));
    server.accept().readRequest();

    assertThat(listener.nextClose().kind()).isEqualTo(CloseCause.Kind.NETWORK);
  }
}

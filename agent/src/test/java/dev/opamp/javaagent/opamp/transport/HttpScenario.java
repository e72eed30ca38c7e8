package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A polling transport and a server of bare sockets it posts to. */
@Timeout(60)
abstract class HttpScenario {

  static final int LIMIT = 1024 * 1024;

  final RecordingTransportListener listener = new RecordingTransportListener();

  FakeOpampSocketServer server;

  OpampTransport transport;

  String uid = Messages.UID;

  @BeforeEach
  void start() throws Exception {
    server = new FakeOpampSocketServer();
    transport = transport(ConnectionSettings.builder(server.uri("http")));
  }

  @AfterEach
  void stop() throws Exception {
    transport.shutdown();
    server.close();
  }

  OpampTransport transport(ConnectionSettings.Builder builder) {
    ConnectionSettings settings = builder.maxMessageSize(LIMIT).build();
    return new HttpPollingTransport(
        settings,
        ServerAddress.of(settings.endpoint()),
        RequestHeaders.of(settings),
        () -> uid,
        listener,
        new HttpTimeouts(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(700)),
        Deadlines.timer());
  }

  void replace(ConnectionSettings.Builder builder) {
    transport.shutdown();
    transport = transport(builder);
  }

  void connect() throws Exception {
    transport.connect(1);
    listener.next("connected");
  }

  Peer connectAndSend(AgentToServer message) throws Exception {
    connect();
    transport.send(1, message);
    return server.accept();
  }

  ServerToAgent nextReply() throws Exception {
    listener.next("delivered");
    return listener.nextMessage();
  }

  static byte[] gzip(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(data);
    }
    return out.toByteArray();
  }
}

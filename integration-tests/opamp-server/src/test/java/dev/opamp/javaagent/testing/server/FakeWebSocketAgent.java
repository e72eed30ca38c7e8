package dev.opamp.javaagent.testing.server;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The agent's end of the WebSocket transport, with nothing behind it. */
final class FakeWebSocketAgent implements WebSocket.Listener, AutoCloseable {

  private final BlockingQueue<ServerToAgent> received = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final WebSocket webSocket;

  private FakeWebSocketAgent(HttpClient client, URI endpoint) {
    webSocket =
        client.newWebSocketBuilder().header("X-Test", "yes").buildAsync(endpoint, this).join();
  }

  static FakeWebSocketAgent connect(OpampServer server) {
    return connect(HttpClient.newHttpClient(), server);
  }

  static FakeWebSocketAgent connect(HttpClient client, OpampServer server) {
    return new FakeWebSocketAgent(client, URI.create(server.webSocketEndpoint()));
  }

  void send(AgentToServer message) {
    byte[] bytes = message.toByteArray();
    sendRaw(ByteBuffer.allocate(bytes.length + 1).put((byte) 0).put(bytes).flip());
  }

  void sendRaw(ByteBuffer bytes) {
    webSocket.sendBinary(bytes, true).join();
  }

  void sendText(String text) {
    webSocket.sendText(text, true).join();
  }

  ServerToAgent next() throws InterruptedException {
    ServerToAgent message = received.poll(10, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message from the server");
    }
    return message;
  }

  ServerToAgent exchange(AgentToServer message) throws InterruptedException {
    send(message);
    return next();
  }

  boolean quiet() {
    return received.isEmpty();
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    partial.writeBytes(bytes);
    if (last) {
      byte[] whole = partial.toByteArray();
      partial.reset();
      try {
        if (whole[0] != 0) {
          throw new IllegalStateException("header is " + whole[0]);
        }
        received.add(ServerToAgent.parseFrom(ByteBuffer.wrap(whole, 1, whole.length - 1)));
      } catch (Exception e) {
        closeCode.completeExceptionally(e);
      }
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closeCode.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    closeCode.completeExceptionally(error);
  }

  @Override
  public void close() {
    webSocket.abort();
  }
}

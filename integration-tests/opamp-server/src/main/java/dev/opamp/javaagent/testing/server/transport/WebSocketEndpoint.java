package dev.opamp.javaagent.testing.server.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.server.fleet.AgentConnection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/** One agent’s WebSocket. Public because Jetty calls it by method handle. */
public final class WebSocketEndpoint implements Session.Listener.AutoDemanding, AgentConnection {

  private final MessageReceiver receiver;
  private final Map<String, List<String>> headers;
  private volatile @Nullable Session session;

  WebSocketEndpoint(MessageReceiver receiver, Map<String, List<String>> headers) {
    this.receiver = receiver;
    this.headers = headers;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    Session open = session;
    try {
      if (open == null) {
        return;
      }
      AgentToServer message = WebSocketFraming.decode(payload);
      send(
          receiver.overWebSocket(
              this,
              open.getRemoteSocketAddress(),
              headers,
              ByteString.copyFrom(payload.duplicate()),
              message));
    } catch (InvalidProtocolBufferException e) {
      close(StatusCode.BAD_PAYLOAD, "malformed message: " + e.getMessage());
    } finally {
      callback.succeed();
    }
  }

  @Override
  public void onWebSocketText(String text) {
    close(StatusCode.BAD_DATA, "OpAMP messages are binary");
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    receiver.closed(this);
  }

  @Override
  public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
    receiver.closed(this);
    callback.succeed();
  }

  @Override
  public void send(ServerToAgent message) {
    Session open = session;
    if (open != null) {
      open.sendBinary(WebSocketFraming.encode(message), Callback.NOOP);
    }
  }

  private void close(int code, String reason) {
    Session open = session;
    if (open != null) {
      open.close(code, reason, Callback.NOOP);
    }
  }
}

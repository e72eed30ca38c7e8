package dev.opamp.javaagent.testing.server.transport;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.server.fleet.AgentConnection;
import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import dev.opamp.javaagent.testing.server.fleet.ReceivedMessage;
import dev.opamp.javaagent.testing.server.fleet.TransportKind;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands what arrives on either transport to the fleet. */
final class MessageReceiver {

  private final AgentFleet fleet;
  private final Clock clock;

  MessageReceiver(AgentFleet fleet, Clock clock) {
    this.fleet = fleet;
    this.clock = clock;
  }

  ServerToAgent overHttp(
      SocketAddress remote, Map<String, List<String>> headers, ByteString raw, AgentToServer m) {
    return fleet.receive(received(TransportKind.HTTP, remote, headers, raw, m), null);
  }

  ServerToAgent overWebSocket(
      AgentConnection connection,
      @Nullable SocketAddress remote,
      Map<String, List<String>> headers,
      ByteString raw,
      AgentToServer m) {
    return fleet.receive(received(TransportKind.WEBSOCKET, remote, headers, raw, m), connection);
  }

  void closed(AgentConnection connection) {
    fleet.closed(connection);
  }

  private ReceivedMessage received(
      TransportKind transport,
      @Nullable SocketAddress remote,
      Map<String, List<String>> headers,
      ByteString raw,
      AgentToServer message) {
    return new ReceivedMessage(clock.instant(), transport, address(remote), headers, raw, message);
  }

  private static String address(@Nullable SocketAddress remote) {
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : String.valueOf(remote);
  }
}

package dev.opamp.javaagent.testing.server.fleet;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One AgentToServer as it arrived.
 *
 * @param requestHeaders of the WebSocket upgrade or of the POST, names in lower case
 * @param rawBytes the WebSocket message with its header, or the HTTP body as sent (still
 *     compressed)
 */
public record ReceivedMessage(
    Instant receivedAt,
    TransportKind transport,
    String remoteAddress,
    Map<String, List<String>> requestHeaders,
    ByteString rawBytes,
    AgentToServer message) {}

package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.HttpHead;
import dev.opamp.javaagent.net.RetryAfter;
import dev.opamp.javaagent.net.ServerAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.HandshakeState;
import org.java_websocket.enums.Role;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.framing.PongFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ClientHandshakeBuilder;
import org.java_websocket.handshake.HandshakeImpl1Client;
import org.java_websocket.handshake.HandshakeImpl1Server;
import org.java_websocket.protocols.Protocol;

/**
 * RFC 6455 framing and handshake of Java-WebSocket, without its sockets and threads: those accept
 * unbounded fragments, hide the answer to a refused upgrade and cannot say when a message was
 * written. No extension is offered, so no message is ever inflated.
 */
final class OpampDraft extends Draft_6455 {

  /** Characters; a control frame holds 125 bytes, the close code included. */
  private static final int MAX_REASON = 100;

  private final HandshakeImpl1Client request = new HandshakeImpl1Client();

  /**
   * @param maxFrameSize largest payload of one received frame, in bytes
   */
  OpampDraft(int maxFrameSize) {
    super(Collections.emptyList(), Collections.singletonList(new Protocol("")), maxFrameSize);
    setParseMode(Role.CLIENT);
  }

  /** The bytes of the upgrade request. */
  ByteBuffer upgradeRequest(ServerAddress server, RequestHeaders headers) {
    request.setResourceDescriptor(server.target());
    request.put("Host", server.authority());
    for (Map.Entry<String, String> header : headers.asMap().entrySet()) {
      request.put(header.getKey(), header.getValue());
    }
    ClientHandshakeBuilder complete = postProcessHandshakeRequestAsClient(request);
    return createHandshake(complete, false).get(0);
  }

  /**
   * Checks the answer to the upgrade request.
   *
   * @throws FailedConnectionException with status and {@code Retry-After} if it was refused, or as
   *     a breach of protocol if it was granted wrongly
   */
  void checkAnswer(HttpHead answer) throws IOException {
    if (answer.status() != 101) {
      throw FailedConnectionException.status(
          answer.status(),
          "the server answered the WebSocket upgrade with status " + answer.status(),
          RetryAfter.of(
              answer.status(), answer.header("Retry-After"), answer.header("Date"), Instant.now()));
    }
    boolean unasked =
        answer.header("Sec-WebSocket-Extensions") != null
            || answer.header("Sec-WebSocket-Protocol") != null;
    if (unasked || !answer.version().equals("HTTP/1.1") || !matches(answer)) {
      throw FailedConnectionException.protocol(
          0, "the server's answer to the WebSocket upgrade breaks RFC 6455");
    }
  }

  /** A frame as it goes on the wire, masked. */
  ByteBuffer frameOf(byte[] message) {
    List<Framedata> frames = createFrames(ByteBuffer.wrap(message), true);
    return createBinaryFrame(frames.get(0));
  }

  ByteBuffer pingFrame() {
    return createBinaryFrame(new PingFrame());
  }

  ByteBuffer pongFrame(ByteBuffer payload) {
    PongFrame pong = new PongFrame();
    pong.setPayload(payload);
    return createBinaryFrame(pong);
  }

  /**
   * @param code one that may be sent (RFC 6455, 7.4)
   */
  ByteBuffer closeFrame(int code, String reason) {
    CloseFrame close = new CloseFrame();
    close.setReason(reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason);
    close.setCode(code);
    return createBinaryFrame(close);
  }

  private boolean matches(HttpHead answer) {
    HandshakeImpl1Server response = new HandshakeImpl1Server();
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      response.put(header.getKey(), header.getValue());
    }
    try {
      ClientHandshake sent = request;
      return acceptHandshakeAsClient(sent, response) == HandshakeState.MATCHED;
    } catch (InvalidHandshakeException e) {
      return false;
    }
  }
}

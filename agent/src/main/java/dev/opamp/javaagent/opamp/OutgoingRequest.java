package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.CertificateRequest;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsRequest;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettingsRequest;
import org.jspecify.annotations.Nullable;

/**
 * A certificate request on its way to the server: it goes once, to a server that said it accepts
 * it, and again only when the connection was lost before the server said anything.
 */
final class OutgoingRequest {

  private @Nullable ByteString request;
  private boolean accepted;
  private boolean sent;

  /** A request is to be sent, in place of one that was not yet. */
  void put(ByteString pem) {
    request = pem;
    sent = false;
  }

  /** Whether the server accepts requests; unknown is no. */
  void accepted(boolean accepts) {
    accepted = accepts;
  }

  boolean isAccepted() {
    return accepted;
  }

  boolean isDue() {
    return accepted && request != null && !sent;
  }

  boolean isUnanswered() {
    return sent;
  }

  void addTo(AgentToServer.Builder message) {
    ByteString pem = request;
    if (pem != null && isDue()) {
      message.setConnectionSettingsRequest(
          ConnectionSettingsRequest.newBuilder()
              .setOpamp(
                  OpAMPConnectionSettingsRequest.newBuilder()
                      .setCertificateRequest(CertificateRequest.newBuilder().setCsr(pem))));
    }
  }

  void sent() {
    if (isDue()) {
      sent = true;
    }
  }

  void answered() {
    if (sent) {
      request = null;
      sent = false;
    }
  }

  void connectionLost() {
    sent = false;
  }
}

package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.ServerToAgent;

/** Events of a transport. Called from transport threads; implementations only enqueue. */
public interface TransportListener {

  void onConnected(long epoch);

  /** The message sent last is delivered, as far as the transport can know. */
  void onDelivered(long epoch);

  /**
   * A well-formed message arrived; over HTTP also for an empty body (a default instance). {@code
   * onDelivered} of the exchange precedes it.
   */
  void onMessage(long epoch, ServerToAgent message);

  /** Something arrived that is not a message; it was dropped, the connection goes on. */
  void onMalformed(long epoch, String reason);

  /** The outgoing message exceeds the size limit; it was not sent, the connection goes on. */
  void onOversize(long epoch, int bytes);

  /** The epoch is over. Exactly once per epoch. */
  void onClosed(long epoch, CloseCause cause);
}

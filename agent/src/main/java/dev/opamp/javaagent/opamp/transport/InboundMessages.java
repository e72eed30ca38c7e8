package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.nio.ByteBuffer;

/**
 * Decodes received messages and reports those that are none. How many of them are too many is for
 * the session to say, which counts those of plain HTTP as well. Used by one thread.
 */
final class InboundMessages {

  private final EpochEvents events;

  InboundMessages(EpochEvents events) {
    this.events = events;
  }

  void accept(boolean binary, ByteBuffer payload) {
    if (!binary) {
      events.malformed("a text message instead of a binary one");
      return;
    }
    ServerToAgent message;
    try {
      message = MessageCodec.decode(payload);
    } catch (MalformedMessageException e) {
      events.malformed(String.valueOf(e.getMessage()));
      return;
    }
    events.message(message);
  }
}

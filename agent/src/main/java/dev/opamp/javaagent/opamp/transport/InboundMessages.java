package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.nio.ByteBuffer;

/** Decodes received messages and counts those in a row that are none. Used by one thread. */
final class InboundMessages {

  private final EpochEvents events;
  private final int limitInARow;
  private int malformedInARow;

  InboundMessages(EpochEvents events, int limitInARow) {
    this.events = events;
    this.limitInARow = limitInARow;
  }

  /** Returns false when the peer has sent so many malformed messages that it is given up. */
  boolean accept(boolean binary, ByteBuffer payload) {
    if (!binary) {
      return malformed("a text message instead of a binary one");
    }
    ServerToAgent message;
    try {
      message = MessageCodec.decode(payload);
    } catch (MalformedMessageException e) {
      return malformed(String.valueOf(e.getMessage()));
    }
    malformedInARow = 0;
    events.message(message);
    return true;
  }

  private boolean malformed(String reason) {
    events.malformed(reason);
    malformedInARow++;
    return malformedInARow < limitInARow;
  }
}

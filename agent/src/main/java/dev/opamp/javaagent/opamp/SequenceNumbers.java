package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers outgoing messages, from 0, each exactly one more than the last, for the life of the
 * process. Only a true retry, equal in content, keeps its number.
 */
final class SequenceNumbers {

  private long next;
  private @Nullable AgentToServer last;
  private boolean lastAnswered;
  private boolean lastMayBeRepeated;

  /** Returns the message with its number set, and counts it as sent. */
  AgentToServer number(AgentToServer.Builder message) {
    AgentToServer before = last;
    AgentToServer numbered;
    if (lastMayBeRepeated
        && before != null
        && message.setSequenceNum(before.getSequenceNum()).build().equals(before)) {
      numbered = before;
    } else {
      numbered = message.setSequenceNum(next++).build();
    }
    last = numbered;
    lastAnswered = false;
    lastMayBeRepeated = false;
    return numbered;
  }

  /** Returns the encoded size of the last message, in bytes; 0 when there is none. */
  int lastSize() {
    AgentToServer before = last;
    return before == null ? 0 : before.getSerializedSize();
  }

  void lastAnswered() {
    lastAnswered = true;
  }

  /** The connection broke: an unanswered message, sent again, is the same request. */
  void connectionLost() {
    lastMayBeRepeated = !lastAnswered;
  }

  /** The last message was never put on the wire: its number is free again. */
  void lastNeverSent() {
    AgentToServer before = last;
    if (before != null && before.getSequenceNum() == next - 1) {
      next--;
    }
    last = null;
    lastMayBeRepeated = false;
  }
}

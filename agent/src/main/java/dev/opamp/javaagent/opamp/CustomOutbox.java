package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.CustomMessageSender.Outcome;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Custom messages that wait to be sent, in order, while the server of this connection has their
 * capability. They go with the connection: the next server may not know what they are about.
 * Thread-safe.
 */
final class CustomOutbox {

  static final int MAX_MESSAGES = 64;
  static final int MAX_BYTES = 8 * 1024 * 1024;

  /** What a message of ours takes beside the custom message: UID, number, capabilities. */
  private static final int ENVELOPE = 128;

  /** Tag and length of the field that it goes in. */
  private static final int FIELD = 8;

  private final Deque<CustomMessage> waiting = new ArrayDeque<>();
  private Set<String> peer = Collections.emptySet();
  private int maxMessageBytes = MAX_BYTES;
  private int bytes;
  private boolean inLast;

  synchronized void limitMessage(int maxBytes) {
    maxMessageBytes = maxBytes;
  }

  /** The server's list, which replaces the one before; what it no longer has is not sent. */
  synchronized void peerHas(Collection<String> capabilities) {
    peer = new HashSet<>(capabilities);
    waiting.removeIf(message -> !peer.contains(message.getCapability()));
    bytes = waiting.stream().mapToInt(CustomMessage::getSerializedSize).sum();
  }

  synchronized void forgetPeer() {
    peerHas(Collections.emptySet());
  }

  synchronized Outcome offer(String capability, String type, byte[] data) {
    if (!peer.contains(capability)) {
      return Outcome.NOT_SUPPORTED;
    }
    if (data.length + ENVELOPE > Math.min(maxMessageBytes, MAX_BYTES)) {
      return Outcome.TOO_LARGE;
    }
    CustomMessage message =
        CustomMessage.newBuilder()
            .setCapability(capability)
            .setType(type)
            .setData(ByteString.copyFrom(data))
            .build();
    int size = message.getSerializedSize();
    if (size + ENVELOPE > Math.min(maxMessageBytes, MAX_BYTES)) {
      return Outcome.TOO_LARGE;
    }
    if (waiting.size() >= MAX_MESSAGES || size > MAX_BYTES - bytes) {
      return Outcome.QUEUE_FULL;
    }
    waiting.add(message);
    bytes += size;
    return Outcome.QUEUED;
  }

  synchronized boolean hasPending() {
    return !waiting.isEmpty();
  }

  /** Adds the oldest message if the room is enough; one message has place for one. */
  synchronized void addTo(AgentToServer.Builder message, int room) {
    CustomMessage next = waiting.peek();
    inLast = next != null && next.getSerializedSize() + FIELD <= room;
    if (inLast && next != null) {
      message.setCustomMessage(next);
      waiting.remove();
      bytes -= next.getSerializedSize();
    }
  }

  /** The last message was too large; returns whether it had a custom one, which is gone. */
  synchronized boolean lastTooLarge() {
    boolean remedy = inLast;
    inLast = false;
    return remedy;
  }
}

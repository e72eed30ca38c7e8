package dev.opamp.javaagent.testing.server.fleet;

import java.util.ArrayDeque;
import java.util.List;

/** The newest messages of one agent, bounded in number and in bytes. */
final class MessageLog {

  private static final long MAX_BYTES = 128L << 20;

  private final int capacity;
  private final ArrayDeque<ReceivedMessage> messages = new ArrayDeque<>();
  private long bytes;

  MessageLog(int capacity) {
    this.capacity = capacity;
  }

  void add(ReceivedMessage message) {
    messages.addLast(message);
    bytes += message.rawBytes().size();
    while (messages.size() > capacity || (bytes > MAX_BYTES && messages.size() > 1)) {
      bytes -= messages.removeFirst().rawBytes().size();
    }
  }

  List<ReceivedMessage> copy() {
    return List.copyOf(messages);
  }
}

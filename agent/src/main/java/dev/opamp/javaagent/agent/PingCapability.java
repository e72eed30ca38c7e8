package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.opamp.CustomCapability;
import dev.opamp.javaagent.opamp.CustomMessageSender;

/**
 * Answers {@code ping} with {@code pong} and the same data: shows an operator that the whole way to
 * the thread that applies configurations and back is open.
 */
final class PingCapability implements CustomCapability {

  @Override
  public String name() {
    return "dev.opamp.javaagent.ping";
  }

  @Override
  public void onMessage(String type, byte[] data, CustomMessageSender sender) {
    if (type.equals("ping")) {
      sender.send("pong", data);
    }
  }
}

package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The custom capabilities of this agent and their messages, both ways: received ones are handed off
 * the session's thread, those to be sent wait for it. A message is dispatched by its capability,
 * and its type means something within that alone.
 */
public final class CustomMessages {

  static final int MAX_RECEIVED = 64;
  static final int MAX_RECEIVED_BYTES = 8 * 1024 * 1024;

  private final Map<String, CustomCapability> capabilities = new TreeMap<>();
  private final Executor handlers;
  private final CustomOutbox outbox = new CustomOutbox();
  private final ThrottledLog log;
  private final AtomicInteger received = new AtomicInteger();
  private final AtomicInteger receivedBytes = new AtomicInteger();
  private volatile Runnable wake = () -> {};

  /**
   * @param handlers runs one task after the other, in order; that of {@link
   *     CustomCapability#onMessage}
   */
  public CustomMessages(
      Collection<? extends CustomCapability> capabilities, Executor handlers, Ticker ticker) {
    capabilities.forEach(capability -> this.capabilities.put(capability.name(), capability));
    this.handlers = handlers;
    this.log = new ThrottledLog(AgentLogger.get(CustomMessages.class), ticker);
  }

  /** No capability beyond OpAMP. */
  public static CustomMessages none(Ticker ticker) {
    return new CustomMessages(Collections.emptyList(), Runnable::run, ticker);
  }

  /** Returns what sends messages of a capability, one of those given at construction. */
  public CustomMessageSender sender(CustomCapability capability) {
    String name = capability.name();
    if (capabilities.get(name) != capability) {
      throw new IllegalArgumentException("no capability of this agent: " + name);
    }
    return (type, data) -> {
      CustomMessageSender.Outcome outcome = outbox.offer(name, type, data);
      if (outcome == CustomMessageSender.Outcome.QUEUED) {
        wake.run();
      }
      return outcome;
    };
  }

  /** Returns the names, in order. */
  List<String> names() {
    return new ArrayList<>(capabilities.keySet());
  }

  /**
   * Begins the work of a session.
   *
   * @param maxBytes largest message of the protocol
   * @param whenQueued told from any thread that something waits to be sent
   */
  void connect(int maxBytes, Runnable whenQueued) {
    outbox.limitMessage(maxBytes);
    wake = whenQueued;
  }

  CustomOutbox outbox() {
    return outbox;
  }

  /** On the session's thread, with a message that is for this agent. */
  void onMessage(ServerToAgent message) {
    if (message.hasCustomCapabilities()) {
      outbox.peerHas(ours(message.getCustomCapabilities().getCapabilitiesList()));
    }
    if (message.hasCustomMessage()) {
      CustomCapability capability = capabilities.get(message.getCustomMessage().getCapability());
      if (capability != null) {
        handOver(capability, message.getCustomMessage());
      }
    }
  }

  /** Of a list that may be as long as a message, what matters here. */
  Set<String> ours(Collection<String> named) {
    Set<String> common = new TreeSet<>(capabilities.keySet());
    common.retainAll(named);
    return common;
  }

  private void handOver(CustomCapability capability, CustomMessage message) {
    int bytes = message.getSerializedSize();
    if (received.get() >= MAX_RECEIVED || receivedBytes.get() > MAX_RECEIVED_BYTES - bytes) {
      log.warn("custom messages come faster than they are dealt with; one was dropped", "");
      return;
    }
    received.incrementAndGet();
    receivedBytes.addAndGet(bytes);
    handlers.execute(
        () -> {
          received.decrementAndGet();
          receivedBytes.addAndGet(-bytes);
          Contained.run("a custom capability", () -> handle(capability, message));
        });
  }

  private void handle(CustomCapability capability, CustomMessage message) {
    capability.onMessage(message.getType(), message.getData().toByteArray(), sender(capability));
  }
}

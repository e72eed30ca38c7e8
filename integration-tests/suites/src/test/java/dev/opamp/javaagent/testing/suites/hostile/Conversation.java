package dev.opamp.javaagent.testing.suites.hostile;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.server.Entries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What the agent has said, and what a good server answers. */
public final class Conversation {

  private static final long CAPABILITIES = 0x07;

  private final List<AgentToServer> heard = new ArrayList<>();
  private UnaryOperator<ServerToAgent> spoiled = UnaryOperator.identity();
  private AgentRemoteConfig offer = AgentRemoteConfig.getDefaultInstance();
  private int offeredAt;
  private int ratio;

  /** A configuration that differs from every one before. */
  public synchronized AgentRemoteConfig fresh() {
    ratio++;
    return config("hash-" + ratio, "0.%06d".formatted(ratio));
  }

  /** A valid configuration with a sampling ratio. */
  public static AgentRemoteConfig config(String hash, String ratio) {
    String yaml =
        "file_format: \"1.0\"\ntracer_provider:\n  sampler:\n    trace_id_ratio_based:\n"
            + ("      ratio: " + ratio + "\n");
    return AgentRemoteConfig.newBuilder()
        .setConfigHash(ByteString.copyFromUtf8(hash))
        .setConfig(AgentConfigMap.newBuilder().addConfigMap(Entries.file("", file(yaml))))
        .build();
  }

  public static AgentConfigFile file(String yaml) {
    return AgentConfigFile.newBuilder()
        .setBody(ByteString.copyFrom(yaml, StandardCharsets.UTF_8))
        .build();
  }

  /** Changes every answer from now on, until {@link #behave()}. */
  public synchronized void spoil(UnaryOperator<ServerToAgent> change) {
    spoiled = change;
  }

  public synchronized void behave() {
    spoiled = UnaryOperator.identity();
  }

  /** Answers from now on carry this until its outcome is reported. */
  synchronized void offer(AgentRemoteConfig next) {
    offer = next;
    offeredAt = heard.size();
  }

  /** Addressed as a good server would. */
  synchronized ServerToAgent.Builder addressed() {
    ByteString uid =
        heard.isEmpty() ? ByteString.EMPTY : heard.get(heard.size() - 1).getInstanceUid();
    return ServerToAgent.newBuilder().setInstanceUid(uid).setCapabilities(CAPABILITIES);
  }

  synchronized ServerToAgent answer(AgentToServer message) {
    heard.add(message);
    notifyAll();
    ServerToAgent.Builder answer = addressed();
    if (!offer.getConfigHash().isEmpty() && !isReported()) {
      answer.setRemoteConfig(offer);
    }
    return spoiled.apply(answer.build());
  }

  private boolean isReported() {
    return heard.subList(offeredAt, heard.size()).stream()
        .anyMatch(
            message ->
                message
                    .getRemoteConfigStatus()
                    .getLastRemoteConfigHash()
                    .equals(offer.getConfigHash()));
  }

  /** How many messages have come in so far. */
  public synchronized int size() {
    return heard.size();
  }

  /** Messages since then. */
  public synchronized List<AgentToServer> since(int start) {
    return List.copyOf(heard.subList(start, heard.size()));
  }

  /** Every status that was reported about a configuration. */
  public synchronized List<RemoteConfigStatus> statuses(ByteString hash) {
    return heard.stream()
        .filter(AgentToServer::hasRemoteConfigStatus)
        .map(AgentToServer::getRemoteConfigStatus)
        .filter(status -> status.getLastRemoteConfigHash().equals(hash))
        .toList();
  }

  /** Waits for a message that came at or after a place in the list. */
  public synchronized AgentToServer await(
      int start, Predicate<AgentToServer> wanted, Duration longest)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + longest.toNanos();
    int next = start;
    while (true) {
      for (; next < heard.size(); next++) {
        if (wanted.test(heard.get(next))) {
          return heard.get(next);
        }
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new TimeoutException("no such message among " + (heard.size() - start));
      }
      wait(left);
    }
  }
}

package dev.opamp.javaagent.testing.server.fleet;

import dev.opamp.javaagent.opamp.proto.AgentIdentification;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.AgentToServerFlags;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All agents of one server. Thread-safe: one lock guards every agent's record. */
public final class AgentFleet {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AgentDirectory agents;
  private final List<FleetListener> listeners = new CopyOnWriteArrayList<>();
  private final Clock clock;
  private final Duration silenceLimit;
  private final ReplyComposer replies;

  /**
   * Creates an empty fleet.
   *
   * @param silenceLimit an HTTP agent that is silent for longer counts as lost
   * @param logSize how many messages to remember per agent
   * @param replies what agents are told
   */
  public AgentFleet(Clock clock, Duration silenceLimit, int logSize, ReplyComposer replies) {
    this.replies = replies;
    this.clock = clock;
    this.silenceLimit = silenceLimit;
    this.agents = new AgentDirectory(logSize);
  }

  /**
   * Takes in a message and answers it.
   *
   * @param connection on which the server may speak first; null for plain HTTP
   */
  public ServerToAgent receive(ReceivedMessage received, @Nullable AgentConnection connection) {
    AgentToServer message = received.message();
    UUID uid;
    try {
      uid = InstanceUids.parse(message.getInstanceUid());
    } catch (IllegalArgumentException e) {
      return ReplyComposer.badRequest(String.valueOf(e.getMessage()));
    }
    return locked(
        () -> {
          AgentEntry entry = entryOf(uid);
          boolean wantsFullState = entry.receive(received, connection);
          ServerToAgent reply = answer(entry, message, wantsFullState);
          publish(entry);
          return reply;
        });
  }

  /** The connection is gone. */
  public void closed(AgentConnection connection) {
    locked(
        () -> {
          for (AgentEntry entry : agents.all()) {
            if (entry.connection() == connection) {
              entry.leave(ContactState.LOST);
              publish(entry);
            }
          }
          return true;
        });
  }

  /** Marks HTTP agents that stopped polling as lost. */
  public void expireSilentAgents() {
    Instant limit = clock.instant().minus(silenceLimit);
    locked(
        () -> {
          for (AgentEntry entry : agents.all()) {
            if (entry.silentSince(limit)) {
              entry.leave(ContactState.LOST);
              publish(entry);
            }
          }
          return true;
        });
  }

  /** Offers a remote configuration; to an agent not seen yet, in the reply to its first message. */
  public void offer(UUID uid, AgentRemoteConfig config) {
    locked(
        () -> {
          AgentEntry entry = entryOf(uid);
          entry.offers.offer(config);
          entry.history.offered(clock.instant(), config.getConfigHash());
          return push(entry);
        });
  }

  /** Offers connection settings, likewise. */
  public void offer(UUID uid, ConnectionSettingsOffers settings) {
    locked(
        () -> {
          AgentEntry entry = entryOf(uid);
          entry.offers.offer(settings);
          return push(entry);
        });
  }

  /** Sends a message unchanged: at once on a WebSocket, as the whole next response over HTTP. */
  public void send(UUID uid, ServerToAgent message) {
    locked(
        () -> {
          AgentEntry entry = entryOf(uid);
          agents.noteRename(uid, message);
          AgentConnection connection = entry.connection();
          if (connection == null) {
            entry.offers.enqueue(message);
          } else {
            connection.send(message);
          }
          return true;
        });
  }

  /** Every agent, in the order of first contact. */
  public List<AgentSnapshot> agents() {
    return locked(() -> agents.all().stream().map(AgentEntry::snapshot).toList());
  }

  /** One agent. */
  public Optional<AgentSnapshot> agent(UUID uid) {
    return locked(() -> Optional.ofNullable(agents.find(uid)).map(AgentEntry::snapshot));
  }

  /** The newest messages of one agent, oldest first. */
  public List<ReceivedMessage> messages(UUID uid) {
    return locked(
        () -> {
          AgentEntry entry = agents.find(uid);
          return entry == null ? List.<ReceivedMessage>of() : entry.log.copy();
        });
  }

  /**
   * Waits until the query has an answer; asked again after each change.
   *
   * @return the answer, or empty when there was none in time
   */
  public <T> Optional<T> await(Supplier<Optional<T>> query, Duration timeout)
      throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      Optional<T> answer = query.get();
      while (answer.isEmpty() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
        answer = query.get();
      }
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a listener and first tells it of every agent there is. */
  public void subscribe(FleetListener listener) {
    locked(
        () -> {
          agents.all().forEach(entry -> listener.changed(entry.snapshot()));
          return listeners.add(listener);
        });
  }

  /** Removes a listener. */
  public void unsubscribe(FleetListener listener) {
    listeners.remove(listener);
  }

  private ServerToAgent answer(AgentEntry entry, AgentToServer message, boolean wantsFullState) {
    if (message.hasAgentDisconnect()) {
      entry.leave(ContactState.DISCONNECTED);
      return ServerToAgent.newBuilder()
          .setInstanceUid(message.getInstanceUid())
          .setCapabilities(replies.capabilities())
          .build();
    }
    if (message.hasCustomCapabilities()) {
      entry.offers.customCapabilitiesNamed();
    }
    ServerToAgent raw = entry.offers.nextRaw();
    if (raw != null) {
      return raw;
    }
    ServerToAgent.Builder reply = replies.reply(entry, wantsFullState);
    if ((message.getFlags() & AgentToServerFlags.AgentToServerFlags_RequestInstanceUid_VALUE)
        != 0) {
      UUID assigned = InstanceUids.next(clock.instant());
      reply.setAgentIdentification(
          AgentIdentification.newBuilder().setNewInstanceUid(InstanceUids.bytes(assigned)));
      agents.noteRename(InstanceUids.parse(message.getInstanceUid()), reply.build());
    }
    return reply.build();
  }

  private boolean push(AgentEntry entry) {
    AgentConnection connection = entry.connection();
    if (connection != null) {
      ServerToAgent message =
          ReplyComposer.unsolicited(entry).setCapabilities(replies.capabilities()).build();
      if (message.hasRemoteConfig() || message.hasConnectionSettings()) {
        connection.send(message);
      }
    }
    publish(entry);
    return true;
  }

  private AgentEntry entryOf(UUID uid) {
    return agents.of(
        uid, clock.instant(), oldUid -> listeners.forEach(listener -> listener.renamed(oldUid)));
  }

  private void publish(AgentEntry entry) {
    entry.touch();
    AgentSnapshot snapshot = entry.snapshot();
    listeners.forEach(listener -> listener.changed(snapshot));
    changed.signalAll();
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}

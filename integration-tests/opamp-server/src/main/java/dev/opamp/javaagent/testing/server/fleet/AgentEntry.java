package dev.opamp.javaagent.testing.server.fleet;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One agent's mutable record; guarded by the lock of {@link AgentFleet}. */
final class AgentEntry {

  final PendingOffers offers = new PendingOffers();
  final ConfigHistory history = new ConfigHistory();
  final MessageLog log;
  private final Instant firstSeen;
  private UUID uid;
  private long revision;
  private TransportKind transport = TransportKind.WEBSOCKET;
  private ContactState contact = ContactState.EXPECTED;
  private String remoteAddress = "";
  private Instant lastSeen;
  private AgentToServer state = AgentToServer.getDefaultInstance();
  private @Nullable AgentConnection connection;
  private long messagesReceived;
  private long fullStateRequests;

  AgentEntry(UUID uid, Instant now, int logSize) {
    this.uid = uid;
    this.firstSeen = now;
    this.lastSeen = now;
    this.log = new MessageLog(logSize);
  }

  /**
   * Takes in a message.
   *
   * @return whether the server has to ask for the full state
   */
  boolean receive(ReceivedMessage received, @Nullable AgentConnection from) {
    AgentToServer message = received.message();
    if (from != connection || contact != ContactState.CONNECTED) {
      offers.newConnection();
    }
    boolean unbroken = messagesReceived > 0 && continues(received);
    boolean full = ReportedState.isFull(message);
    state =
        full && !unbroken ? ReportedState.fullReport(message) : ReportedState.merge(state, message);
    transport = received.transport();
    remoteAddress = received.remoteAddress();
    lastSeen = received.receivedAt();
    connection = from;
    contact = ContactState.CONNECTED;
    messagesReceived++;
    log.add(received);
    history.reported(lastSeen, state.getRemoteConfigStatus());
    if (unbroken || full) {
      return false;
    }
    fullStateRequests++;
    return true;
  }

  /** A repeated HTTP request, sent again because its response got lost, is not a gap. */
  private boolean continues(ReceivedMessage received) {
    long gap = received.message().getSequenceNum() - state.getSequenceNum();
    return gap == 1 || (gap == 0 && received.transport() == TransportKind.HTTP);
  }

  void leave(ContactState how) {
    contact = how;
    connection = null;
  }

  void rename(UUID newUid) {
    uid = newUid;
  }

  void touch() {
    revision++;
  }

  @Nullable AgentConnection connection() {
    return connection;
  }

  AgentToServer state() {
    return state;
  }

  boolean silentSince(Instant limit) {
    return contact == ContactState.CONNECTED
        && transport == TransportKind.HTTP
        && lastSeen.isBefore(limit);
  }

  AgentSnapshot snapshot() {
    return new AgentSnapshot(
        uid,
        revision,
        transport,
        contact,
        remoteAddress,
        firstSeen,
        lastSeen,
        state,
        offers.config(),
        offers.connections(),
        history.copy(),
        messagesReceived,
        fullStateRequests);
  }
}

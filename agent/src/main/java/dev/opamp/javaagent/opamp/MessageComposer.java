package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.proto.AgentDisconnect;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.AgentToServerFlags;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Builds outgoing messages from one up-to-date report and the set of parts the server does not have
 * yet. Nothing is queued: however much changes, there is one next message.
 */
final class MessageComposer {

  private static final AgentLogger LOG = AgentLogger.get(MessageComposer.class);

  private final Capabilities claimed;
  private final UidAssignment uid;
  private final OutgoingRequest request;
  private int maxBytes;
  private final DirtyFields fields = new DirtyFields();
  private final SequenceNumbers numbers = new SequenceNumbers();
  private final ComponentMap componentMap = new ComponentMap();
  private final CustomOutbox custom;
  private AgentReport report;
  private Reduction reduction = Reduction.NONE;
  private boolean effectiveConfigWanted = true;

  /**
   * @param maxBytes largest encoded message, in bytes
   */
  MessageComposer(
      Capabilities claimed,
      UidAssignment uid,
      OutgoingRequest request,
      AgentReport report,
      CustomOutbox custom,
      int maxBytes) {
    this.claimed = claimed;
    this.uid = uid;
    this.request = request;
    this.report = report;
    this.custom = custom;
    this.maxBytes = maxBytes;
    fields.markAll();
  }

  /** Takes over the report; the part counts as changed only if its value differs. */
  void update(AgentReport newer, ReportField field) {
    boolean same = Objects.equals(field.valueIn(report), field.valueIn(newer));
    // Equal is not identical: counts and times travel with whatever report comes next.
    report = newer;
    if (same) {
      return;
    }
    fields.changed(field);
    if (field == ReportField.EFFECTIVE_CONFIG || reduction == Reduction.BARE) {
      reduction = Reduction.NONE;
    }
    if (field == ReportField.AVAILABLE_COMPONENTS) {
      componentMap.changed();
    }
  }

  AgentReport report() {
    return report;
  }

  void markAll() {
    fields.markAll();
  }

  /** What the server said it accepts; null of it is known on a new connection. */
  void serverCapabilities(long capabilities) {
    effectiveConfigWanted = (capabilities & Capabilities.SERVER_ACCEPTS_EFFECTIVE_CONFIG) != 0;
    request.accepted((capabilities & Capabilities.SERVER_ACCEPTS_CONNECTION_SETTINGS_REQUEST) != 0);
    if (!effectiveConfigWanted) {
      // Whoever accepts it next has not seen it.
      fields.withhold(ReportField.EFFECTIVE_CONFIG);
    }
  }

  /** The next server knows nothing. */
  void newServer(int maxMessageBytes) {
    maxBytes = maxMessageBytes;
    reduction = Reduction.NONE;
    fields.markAll();
  }

  /** The next message names the available components, and not only their hash. */
  void requestComponents() {
    componentMap.request();
    fields.withhold(ReportField.AVAILABLE_COMPONENTS);
  }

  /** A new connection: who is behind it, and what they know beyond OpAMP, has to be learned. */
  void forgetServer() {
    effectiveConfigWanted = true;
    request.accepted(false);
    componentMap.forgetServer();
    custom.forgetPeer();
    fields.withhold(ReportField.CUSTOM_CAPABILITIES);
  }

  /** Whether there is anything to tell. */
  boolean hasPending() {
    return custom.hasPending() || !sendable().isEmpty() || request.isDue();
  }

  /** Builds the next message with everything due; it may turn out to have no parts. */
  AgentToServer next() {
    return compose(true, false);
  }

  /** Builds a message without parts. */
  AgentToServer heartbeat() {
    return compose(false, false);
  }

  /**
   * Builds the last message of a connection.
   *
   * @param withPending whether it carries what is due
   */
  AgentToServer farewell(boolean withPending) {
    return compose(withPending, true);
  }

  void confirm() {
    fields.confirm();
    request.answered();
    numbers.lastAnswered();
  }

  void refuse() {
    fields.refuse();
    request.answered();
    numbers.lastAnswered();
  }

  /**
   * The connection is gone.
   *
   * @param retryable whether an unanswered message would be the same request again
   */
  void connectionLost(boolean retryable) {
    custom.forgetPeer();
    fields.putBack();
    request.connectionLost();
    if (retryable) {
      numbers.connectionLost();
    }
  }

  /**
   * The transport did not send the last message because of its size.
   *
   * @return whether the next message is smaller
   */
  boolean neverSent(int bytes) {
    numbers.lastNeverSent();
    return tooLarge(bytes);
  }

  /** The server refused the last message for its size; the same is never sent again. */
  void tooLargeForServer() {
    tooLarge(numbers.lastSize());
  }

  /** Leaves out enough that the next message is smaller; returns false when nothing is left. */
  private boolean tooLarge(int bytes) {
    fields.putBack();
    boolean hadCustom = custom.lastTooLarge();
    boolean hadComponents = componentMap.lastTooLarge();
    if (hadCustom || hadComponents) {
      LOG.warn("a message of " + bytes + " bytes is too large; it goes on without what came along");
      return true;
    }
    if (reduction == Reduction.BARE) {
      return false;
    }
    do {
      reduce(bytes);
    } while (reduction != Reduction.BARE
        && build(sendable(), false).build().getSerializedSize() >= bytes);
    return true;
  }

  private AgentToServer compose(boolean withParts, boolean disconnect) {
    Set<ReportField> parts = withParts ? sendable() : EnumSet.noneOf(ReportField.class);
    AgentToServer.Builder message = build(parts, disconnect);
    int size = message.build().getSerializedSize();
    while (!parts.isEmpty() && size > maxBytes) {
      if (!componentMap.leaveOut()) {
        reduce(size);
      }
      parts = sendable();
      message = build(parts, disconnect);
      size = message.build().getSerializedSize();
    }
    if (withParts && !disconnect) {
      request.addTo(message);
      request.sent();
      custom.addTo(message, maxBytes - size);
    }
    componentMap.sent(parts.contains(ReportField.AVAILABLE_COMPONENTS));
    fields.sent(parts);
    return numbers.number(message);
  }

  private void reduce(int bytes) {
    reduction = reduction.further();
    LOG.warn("a report of " + bytes + " bytes is too large; it goes on with " + reduction);
  }

  private AgentToServer.Builder build(Set<ReportField> parts, boolean disconnect) {
    AgentToServer.Builder message =
        AgentToServer.newBuilder()
            .setInstanceUid(uid.current())
            // The largest number there is, so that a size found here is never exceeded later.
            .setSequenceNum(-1L)
            .setCapabilities(claimed.bits());
    if (uid.isRequested()) {
      message.setFlags(AgentToServerFlags.AgentToServerFlags_RequestInstanceUid_VALUE);
    }
    for (ReportField part : parts) {
      ReportEncoder.encode(message, part, report, reduction);
    }
    AvailableComponentsSnapshot components = report.availableComponents();
    if (parts.contains(ReportField.AVAILABLE_COMPONENTS)
        && components != null
        && componentMap.isDue()) {
      ComponentsEncoder.addTo(message, components);
    }
    if (disconnect) {
      message.setAgentDisconnect(AgentDisconnect.getDefaultInstance());
    }
    return message;
  }

  private Set<ReportField> sendable() {
    Set<ReportField> sendable = fields.dirty();
    sendable.removeIf(
        field ->
            !field.isClaimed(claimed)
                || field.valueIn(report) == null
                || !reduction.keeps(field)
                || (field == ReportField.EFFECTIVE_CONFIG && !effectiveConfigWanted));
    return sendable;
  }
}

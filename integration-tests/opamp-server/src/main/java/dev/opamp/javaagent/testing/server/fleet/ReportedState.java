package dev.opamp.javaagent.testing.server.fleet;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.opamp.javaagent.opamp.proto.AgentCapabilities;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.util.Set;

/** Agent status compression, read from the server's side: absent parts keep their last value. */
final class ReportedState {

  /** Parts that say something about one message, not about the agent. */
  private static final Set<Integer> ONE_SHOT =
      Set.of(
          AgentToServer.AGENT_DISCONNECT_FIELD_NUMBER,
          AgentToServer.FLAGS_FIELD_NUMBER,
          AgentToServer.CONNECTION_SETTINGS_REQUEST_FIELD_NUMBER,
          AgentToServer.CUSTOM_MESSAGE_FIELD_NUMBER);

  private ReportedState() {}

  /** Lays a message over what is known. */
  static AgentToServer merge(AgentToServer known, AgentToServer message) {
    AgentToServer.Builder merged =
        known.toBuilder()
            .setInstanceUid(message.getInstanceUid())
            .setSequenceNum(message.getSequenceNum());
    for (var field : message.getAllFields().entrySet()) {
      if (!ONE_SHOT.contains(field.getKey().getNumber())) {
        merged.setField(field.getKey(), field.getValue());
      }
    }
    keepComponents(known, merged);
    return merged.build();
  }

  /** The known state without the parts a full report would bring anew. */
  static AgentToServer fullReport(AgentToServer message) {
    AgentToServer.Builder full = message.toBuilder();
    for (FieldDescriptor field : message.getAllFields().keySet()) {
      if (ONE_SHOT.contains(field.getNumber())) {
        full.clearField(field);
      }
    }
    return full.build();
  }

  /** True for the first report of a process, and for one with every part its capabilities claim. */
  static boolean isFull(AgentToServer message) {
    if (!message.hasAgentDescription()) {
      return false;
    }
    // Clients count from 0 or from 1.
    if (message.getSequenceNum() == 0 || message.getSequenceNum() == 1) {
      return true;
    }
    return (message.hasHealth()
            || !claims(message, AgentCapabilities.AgentCapabilities_ReportsHealth))
        && (message.hasEffectiveConfig()
            || !claims(message, AgentCapabilities.AgentCapabilities_ReportsEffectiveConfig));
  }

  /** The components come only on request; a hash alone must not wipe out those of the same hash. */
  private static void keepComponents(AgentToServer known, AgentToServer.Builder merged) {
    if (merged.getAvailableComponents().getComponentsCount() == 0
        && merged
            .getAvailableComponents()
            .getHash()
            .equals(known.getAvailableComponents().getHash())
        && known.hasAvailableComponents()) {
      merged.setAvailableComponents(known.getAvailableComponents());
    }
  }

  /** True when the agent named the hash of its components but not yet the components. */
  static boolean lacksComponents(AgentToServer state) {
    return claims(state, AgentCapabilities.AgentCapabilities_ReportsAvailableComponents)
        && state.hasAvailableComponents()
        && state.getAvailableComponents().getComponentsCount() == 0;
  }

  private static boolean claims(AgentToServer message, AgentCapabilities capability) {
    return (message.getCapabilities() & capability.getNumber()) != 0;
  }
}

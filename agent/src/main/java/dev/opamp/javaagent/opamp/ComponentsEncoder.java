package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.AvailableComponents;
import dev.opamp.javaagent.opamp.proto.ComponentDetails;

/** Writes the components themselves, which go along with their hash only on request. */
final class ComponentsEncoder {

  private ComponentsEncoder() {}

  /** Completes the hash that is in the message already. */
  static void addTo(AgentToServer.Builder message, AvailableComponentsSnapshot components) {
    AvailableComponents.Builder encoded = message.getAvailableComponentsBuilder();
    components
        .components()
        .forEach(
            (name, kind) ->
                encoded.addComponents(
                    AvailableComponents.Entry.newBuilder().setKey(name).setValue(encode(kind))));
  }

  private static ComponentDetails encode(ComponentDetailsSnapshot details) {
    ComponentDetails.Builder encoded =
        ComponentDetails.newBuilder()
            .addAllMetadata(AnyValueEncoder.encodeAttributes(details.metadata()));
    details
        .components()
        .forEach(
            (name, below) ->
                encoded.addSubComponentMap(
                    ComponentDetails.Entry.newBuilder().setKey(name).setValue(encode(below))));
    return encoded.build();
  }
}

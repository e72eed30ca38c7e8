package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AvailableComponents;
import dev.opamp.javaagent.opamp.proto.ComponentDetails;

/** Entries of the protocol's maps. */
public final class Entries {

  private Entries() {}

  public static AgentConfigMap.Entry file(String name, AgentConfigFile file) {
    return AgentConfigMap.Entry.newBuilder().setKey(name).setValue(file).build();
  }

  static ComponentDetails component(AvailableComponents all, String name) {
    return all.getComponentsList().stream()
        .filter(entry -> entry.getKey().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  static ComponentDetails component(ComponentDetails above, String name) {
    return above.getSubComponentMapList().stream()
        .filter(entry -> entry.getKey().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}

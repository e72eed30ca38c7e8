package dev.opamp.javaagent.testing.server;

import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AvailableComponents;
import dev.opamp.javaagent.opamp.proto.ComponentDetails;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import java.util.LinkedHashMap;
import java.util.Map;

/** The protocol's maps, which its messages have as entries; of one key the last counts. */
public final class Entries {

  private Entries() {}

  public static AgentConfigMap.Entry file(String name, AgentConfigFile file) {
    return AgentConfigMap.Entry.newBuilder().setKey(name).setValue(file).build();
  }

  public static Map<String, AgentConfigFile> files(AgentConfigMap map) {
    Map<String, AgentConfigFile> files = new LinkedHashMap<>();
    map.getConfigMapList().forEach(entry -> files.put(entry.getKey(), entry.getValue()));
    return files;
  }

  public static ComponentHealth.Entry health(String name, ComponentHealth health) {
    return ComponentHealth.Entry.newBuilder().setKey(name).setValue(health).build();
  }

  public static Map<String, ComponentHealth> below(ComponentHealth health) {
    Map<String, ComponentHealth> below = new LinkedHashMap<>();
    health.getComponentHealthMapList().forEach(e -> below.put(e.getKey(), e.getValue()));
    return below;
  }

  public static Map<String, ComponentDetails> components(AvailableComponents components) {
    Map<String, ComponentDetails> all = new LinkedHashMap<>();
    components.getComponentsList().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  public static Map<String, ComponentDetails> below(ComponentDetails details) {
    Map<String, ComponentDetails> below = new LinkedHashMap<>();
    details.getSubComponentMapList().forEach(e -> below.put(e.getKey(), e.getValue()));
    return below;
  }
}

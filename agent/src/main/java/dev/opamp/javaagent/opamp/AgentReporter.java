package dev.opamp.javaagent.opamp;

import java.util.List;

/**
 * How the rest of the agent tells the server about itself. Thread-safe; never blocks; a value equal
 * to the last one reported causes no message.
 */
public interface AgentReporter {

  void reportDescription(AgentDescriptionSnapshot description);

  void reportHealth(ComponentHealthSnapshot health);

  /** Reports what is in force; the bodies are already free of secrets. */
  void reportEffectiveConfig(List<ConfigFile> files);

  void reportRemoteConfigStatus(RemoteConfigStatusSnapshot status);
}

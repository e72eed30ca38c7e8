package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was reported. */
final class RecordingReporter implements AgentReporter {

  final List<AgentDescriptionSnapshot> descriptions = new CopyOnWriteArrayList<>();
  final List<RemoteConfigStatusSnapshot> statuses = new CopyOnWriteArrayList<>();

  @Override
  public void reportDescription(AgentDescriptionSnapshot description) {
    descriptions.add(description);
  }

  @Override
  public void reportHealth(ComponentHealthSnapshot health) {}

  @Override
  public void reportEffectiveConfig(List<ConfigFile> files) {}

  @Override
  public void reportRemoteConfigStatus(RemoteConfigStatusSnapshot status) {
    statuses.add(status);
  }
}

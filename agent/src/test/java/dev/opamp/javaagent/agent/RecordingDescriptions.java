package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Keeps the descriptions that were reported. */
final class RecordingDescriptions implements AgentReporter {

  final List<AgentDescriptionSnapshot> descriptions = new ArrayList<>();

  @Override
  public void reportDescription(AgentDescriptionSnapshot description) {
    descriptions.add(description);
  }

  @Override
  public void reportHealth(ComponentHealthSnapshot health) {
    throw new AssertionError("not identity");
  }

  @Override
  public void reportEffectiveConfig(List<ConfigFile> files) {
    throw new AssertionError("not identity");
  }

  @Override
  public void reportRemoteConfigStatus(RemoteConfigStatusSnapshot status) {
    throw new AssertionError("not identity");
  }
}

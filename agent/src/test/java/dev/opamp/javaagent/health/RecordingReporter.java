package dev.opamp.javaagent.health;

import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Keeps the health it was given. */
final class RecordingReporter implements AgentReporter {

  final List<ComponentHealthSnapshot> health = new ArrayList<>();

  @Override
  public void reportHealth(ComponentHealthSnapshot snapshot) {
    health.add(snapshot);
  }

  @Override
  public void reportDescription(AgentDescriptionSnapshot description) {
    throw new AssertionError("not health");
  }

  @Override
  public void reportEffectiveConfig(List<ConfigFile> files) {
    throw new AssertionError("not health");
  }

  @Override
  public void reportRemoteConfigStatus(RemoteConfigStatusSnapshot status) {
    throw new AssertionError("not health");
  }
}

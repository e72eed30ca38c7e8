package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was reported. */
final class RecordingReporter implements AgentReporter {

  final List<RemoteConfigStatusSnapshot> statuses = new ArrayList<>();
  final List<List<ConfigFile>> effective = new ArrayList<>();

  @Override
  public void reportDescription(AgentDescriptionSnapshot description) {
    throw new AssertionError("not the pipeline's business");
  }

  @Override
  public void reportHealth(ComponentHealthSnapshot health) {
    throw new AssertionError("not the pipeline's business");
  }

  @Override
  public void reportEffectiveConfig(List<ConfigFile> files) {
    effective.add(files);
  }

  @Override
  public void reportRemoteConfigStatus(RemoteConfigStatusSnapshot status) {
    statuses.add(status);
  }

  RemoteConfigStatusSnapshot lastStatus() {
    return statuses.get(statuses.size() - 1);
  }

  String lastEffective() {
    return new String(effective.get(effective.size() - 1).get(0).body(), StandardCharsets.UTF_8);
  }

  /** Each status as {@code hash:STATE}. */
  List<String> states() {
    return statuses.stream()
        .map(s -> new String(s.hash(), StandardCharsets.ISO_8859_1) + ":" + s.state())
        .toList();
  }
}

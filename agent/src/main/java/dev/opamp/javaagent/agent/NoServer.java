package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.AvailableComponentsSnapshot;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.OpampClient;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An agent that nobody manages: no thread, no connection, and nobody to report to. */
final class NoServer implements ServerLink, AgentReporter {

  @Override
  public AgentReporter reporter() {
    return this;
  }

  @Override
  public Consumer<ComponentHealthSnapshot> healthListener() {
    return health -> {};
  }

  @Override
  public void open(BiFunction<ConnectionSettings, SerialExecutor, OpampClient> client) {}

  @Override
  public boolean hasServer() {
    return false;
  }

  @Override
  public void connectWithin(Duration patience) {}

  @Override
  public void connect() {}

  @Override
  public void reconnect() {}

  @Override
  public void poll(@Nullable Duration interval) {}

  @Override
  public void reportAvailableComponents(AvailableComponentsSnapshot components) {}

  @Override
  public void sayGoodbye() {}

  @Override
  public void close() {}

  @Override
  public void reportDescription(AgentDescriptionSnapshot description) {}

  @Override
  public void reportHealth(ComponentHealthSnapshot health) {}

  @Override
  public void reportEffectiveConfig(List<ConfigFile> files) {}

  @Override
  public void reportRemoteConfigStatus(RemoteConfigStatusSnapshot status) {}
}

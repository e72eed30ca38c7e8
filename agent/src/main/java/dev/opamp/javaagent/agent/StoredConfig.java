package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ConfigStore;
import dev.opamp.javaagent.state.StateStore;
import org.jspecify.annotations.Nullable;

/** Keeps the last working remote configuration in the agent's state. */
final class StoredConfig implements ConfigStore {

  private static final String WORKING = "remote-config";
  private static final String QUARANTINED = "remote-config-quarantined";

  private final StateStore state;

  StoredConfig(StateStore state) {
    this.state = state;
  }

  @Override
  public byte @Nullable [] load() {
    return state.get(WORKING);
  }

  @Override
  public void save(byte[] content) {
    state.put(WORKING, content);
  }

  @Override
  public void quarantine() {
    byte[] content = state.get(WORKING);
    if (content != null) {
      state.put(QUARANTINED, content);
    }
    state.remove(WORKING);
  }
}

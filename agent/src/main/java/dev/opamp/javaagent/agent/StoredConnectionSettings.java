package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.opamp.ConnectionSettingsStore;
import dev.opamp.javaagent.state.StateStore;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keeps offered settings of the OpAMP connection in the agent's state. */
final class StoredConnectionSettings implements ConnectionSettingsStore {

  private final StateStore state;

  StoredConnectionSettings(StateStore state) {
    this.state = state;
  }

  @Override
  public boolean isDurable() {
    return state.isDurable();
  }

  @Override
  public byte @Nullable [] load(Entry entry) {
    return state.get(name(entry));
  }

  @Override
  public void save(Entry entry, byte[] value) {
    state.put(name(entry), value);
  }

  @Override
  public void erase(Entry entry) {
    state.remove(name(entry));
  }

  private static String name(Entry entry) {
    return "opamp-connection-" + entry.name().toLowerCase(Locale.ROOT);
  }
}

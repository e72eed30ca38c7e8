package dev.opamp.javaagent.opamp;

import java.util.EnumMap;
import java.util.Map;

/** A store that outlives a session, not the test. */
public final class MemoryConnectionStore implements ConnectionSettingsStore {

  final Map<Entry, byte[]> values = new EnumMap<>(Entry.class);
  boolean durable = true;

  @Override
  public boolean isDurable() {
    return durable;
  }

  @Override
  public byte[] load(Entry entry) {
    return values.get(entry);
  }

  @Override
  public void save(Entry entry, byte[] value) {
    values.put(entry, value);
  }

  @Override
  public void erase(Entry entry) {
    values.remove(entry);
  }
}

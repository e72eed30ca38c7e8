package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ConfigStore;
import org.jspecify.annotations.Nullable;

/** As at the first start of an agent that cannot write. */
final class NothingStored implements ConfigStore {

  @Override
  public byte @Nullable [] load() {
    return null;
  }

  @Override
  public void save(byte[] content) {}

  @Override
  public void quarantine() {}
}

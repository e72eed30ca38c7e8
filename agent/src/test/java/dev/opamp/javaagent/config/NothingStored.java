package dev.opamp.javaagent.config;

import org.jspecify.annotations.Nullable;

/** As at the first start of an agent that cannot write. */
public final class NothingStored implements ConfigStore {

  @Override
  public byte @Nullable [] load() {
    return null;
  }

  @Override
  public void save(byte[] content) {}

  @Override
  public void quarantine() {}
}

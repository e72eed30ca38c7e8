package dev.opamp.javaagent.testing.benchmarks;

import dev.opamp.javaagent.opamp.ClientKeys;
import dev.opamp.javaagent.opamp.ConnectionSettingsStore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session of the fleet is offered no connection settings, and has nowhere to keep them. */
final class NothingKept implements ConnectionSettingsStore, ClientKeys {

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public byte @Nullable [] load(Entry entry) {
    return null;
  }

  @Override
  public void save(Entry entry, byte[] value) {}

  @Override
  public void erase(Entry entry) {}

  @Override
  public void requestCertificate(String commonName, Consumer<String> whenSigned) {}

  @Override
  public @Nullable String privateKey() {
    return null;
  }
}

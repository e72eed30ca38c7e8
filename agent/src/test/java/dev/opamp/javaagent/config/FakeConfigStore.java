package dev.opamp.javaagent.config;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store in memory, which outlives the pipelines of a test. */
final class FakeConfigStore implements ConfigStore {

  byte @Nullable [] content;
  byte @Nullable [] quarantined;
  boolean broken;

  @Override
  public byte @Nullable [] load() throws IOException {
    failWhenBroken();
    return content;
  }

  @Override
  public void save(byte[] content) throws IOException {
    failWhenBroken();
    this.content = content;
  }

  @Override
  public void quarantine() throws IOException {
    failWhenBroken();
    quarantined = content;
    content = null;
  }

  private void failWhenBroken() throws IOException {
    if (broken) {
      throw new IOException("disk full");
    }
  }
}

package dev.opamp.javaagent.config;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the last working remote configuration is kept between runs of the JVM. */
public interface ConfigStore {

  /** Returns what was saved last; null when there is nothing. */
  byte @Nullable [] load() throws IOException;

  /** Replaces what is stored, atomically. */
  void save(byte[] content) throws IOException;

  /** Puts what is stored aside, so that {@link #load} no longer finds it but a person can. */
  void quarantine() throws IOException;
}

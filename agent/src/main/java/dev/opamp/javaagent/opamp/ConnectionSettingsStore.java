package dev.opamp.javaagent.opamp;

import org.jspecify.annotations.Nullable;

/**
 * Keeps offered connection settings and what became of them, for the next start. The bytes hold
 * secrets. No method throws.
 */
public interface ConnectionSettingsStore {

  /** What is kept. */
  enum Entry {
    /** The settings that proved to work. */
    ACCEPTED,
    /** Settings that have yet to prove that they work. */
    CANDIDATE,
    /** What became of the last offer. */
    STATUS
  }

  /** Whether what is saved outlives the process. */
  boolean isDurable();

  /** Returns what was saved last, null when there is nothing. */
  byte @Nullable [] load(Entry entry);

  /** Keeps a value in place of the one before. */
  void save(Entry entry, byte[] value);

  /** Forgets a value; without effect when there is none. */
  void erase(Entry entry);
}

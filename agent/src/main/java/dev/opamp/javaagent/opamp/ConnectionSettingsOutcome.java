package dev.opamp.javaagent.opamp;

import java.util.List;

/** Learns what became of a {@link ConnectionSettingsOffer}. Thread-safe. */
public interface ConnectionSettingsOutcome {

  /**
   * To be called once, from any thread.
   *
   * @param problems why parts of it are not in force, each beginning with the name of its part;
   *     empty when all of it is. Free of secrets
   */
  void done(List<String> problems);
}

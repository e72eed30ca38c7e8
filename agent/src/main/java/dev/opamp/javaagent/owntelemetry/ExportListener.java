package dev.opamp.javaagent.owntelemetry;

import org.jspecify.annotations.Nullable;

/** Learns how exports end, for the health of the agent. Called on export threads. */
@FunctionalInterface
public interface ExportListener {

  /**
   * Called once per export, when its result is final.
   *
   * @param error null when the destination took the data; else one line, not yet free of secrets
   */
  void onExport(OwnSignal signal, @Nullable String error);
}

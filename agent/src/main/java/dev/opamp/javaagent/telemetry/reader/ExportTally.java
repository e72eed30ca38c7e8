package dev.opamp.javaagent.telemetry.reader;

import io.opentelemetry.sdk.common.CompletableResultCode;

/** Hears what becomes of what a lane exports. */
public interface ExportTally {

  /** Counts some items once their export has ended, and returns the result it was given. */
  CompletableResultCode track(int items, CompletableResultCode result);
}

package dev.opamp.javaagent.telemetry;

/** What an SDK is there for. */
enum Purpose {
  /** Somebody may record in it. */
  RECORDING,

  /**
   * Nobody records in it: a document is proven on it. Everything is built, as only that shows
   * whether it can be, and nothing is kept that holds a thread or a port.
   */
  PROVING
}

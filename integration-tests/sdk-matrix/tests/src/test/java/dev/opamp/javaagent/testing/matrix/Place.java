package dev.opamp.javaagent.testing.matrix;

/** Where telemetry may arrive. */
enum Place {
  /** Where the application exports to by itself. */
  A,
  /** Where only an offer sends it. */
  B,
  /** Where only an offer sends it, and only over TLS. */
  SECURE
}

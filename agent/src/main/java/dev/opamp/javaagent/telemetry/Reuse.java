package dev.opamp.javaagent.telemetry;

/** What a change may take over from the state in force. */
enum Reuse {
  /** Every part whose sub-document is the same. */
  UNCHANGED_PARTS,
  /** No part: all are built anew, as at a start. */
  NOTHING
}

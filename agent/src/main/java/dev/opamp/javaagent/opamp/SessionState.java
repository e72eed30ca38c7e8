package dev.opamp.javaagent.opamp;

/**
 * States of the OpAMP session.
 *
 * <pre>
 * STOPPED → CONNECTING → SYNCING (first report sent, no reply yet) → READY
 *              ↑  └──────────┴──────────┴──→ BACKING_OFF ──┐
 *              └───────────────────────────────────────────┘
 * any → CLOSING (agent disconnect on its way) → CLOSED (terminal)
 * </pre>
 */
public enum SessionState {
  STOPPED,
  CONNECTING,
  SYNCING,
  READY,
  BACKING_OFF,
  CLOSING,
  CLOSED
}

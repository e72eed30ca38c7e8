package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;

/** Deals with the part of an offer that is about the connection to the server itself. */
interface OpampPart {

  /**
   * Puts the part in force, or not.
   *
   * @param hash of the whole offer
   * @param outcome told on the session's thread, now or later
   */
  void apply(OpAMPConnectionSettings offered, byte[] hash, Outcome outcome);

  /** Learns what becomes of the part. */
  interface Outcome extends ConnectionSettingsOutcome {

    /** It takes a while, and the server should know before the connection is left. */
    void applying();
  }
}

package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import org.jspecify.annotations.Nullable;

/** The connection as earlier runs left it, as far as the local settings let it count. */
final class StoredConnection {

  private final ConnectionOfferRules rules;
  private final ConnectionRecords records;
  private final boolean mayMove;
  private final @Nullable ServerConnection accepted;

  private StoredConnection(ConnectionOfferRules rules, ConnectionRecords records, boolean mayMove) {
    this.rules = rules;
    this.records = records;
    this.mayMove = mayMove;
    // Before the status is read, which is forgotten with it.
    this.accepted = records.accepted();
  }

  static StoredConnection of(SessionConfig config) {
    ConnectionOfferRules rules =
        new ConnectionOfferRules(
            config.connection(),
            config.connectionOffers(),
            config.connectionStore(),
            config.clientKeys());
    return new StoredConnection(
        rules,
        new ConnectionRecords(config.connectionStore(), rules, config.connection().endpoint()),
        config.capabilities().has(Capabilities.ACCEPTS_OPAMP_CONNECTION_SETTINGS));
  }

  ConnectionOfferRules rules() {
    return rules;
  }

  ConnectionRecords records() {
    return records;
  }

  /** What proved to work; the local settings when there is nothing else. */
  ServerConnection inForce() {
    ServerConnection kept = accepted;
    if (kept == null) {
      return rules.local();
    }
    if (mayMove) {
      return kept;
    }
    Long seconds = kept.heartbeatSeconds();
    return seconds == null ? rules.local() : rules.local().withHeartbeat(seconds, kept.hash());
  }

  /** What was to prove itself when the process ended; null when there is nothing. */
  @Nullable ServerConnection candidate() {
    return mayMove ? records.candidate() : null;
  }

  /** The report, and what became of the last offer, unless that is no longer so. */
  AgentReport reported(AgentReport report) {
    ConnectionSettingsStatusSnapshot status = isInForce() ? records.status() : null;
    return status == null ? report : report.withConnectionSettingsStatus(status);
  }

  private boolean isInForce() {
    ServerConnection kept = accepted;
    return mayMove
        || kept == null
        || kept.offered().equals(OpAMPConnectionSettings.getDefaultInstance());
  }
}

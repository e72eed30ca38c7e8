package dev.opamp.javaagent.opamp;

/** What became of an offer of connection settings (spec: ConnectionSettingsStatuses). */
public enum ConnectionSettingsState {
  APPLYING,
  APPLIED,
  FAILED
}

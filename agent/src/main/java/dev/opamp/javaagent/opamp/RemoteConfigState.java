package dev.opamp.javaagent.opamp;

/** States of {@code RemoteConfigStatuses}. */
public enum RemoteConfigState {
  UNSET,
  APPLYING,
  APPLIED,
  FAILED
}

package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.opamp.InstanceUidListener;
import dev.opamp.javaagent.settings.InstanceUidSetting;
import dev.opamp.javaagent.state.StateStore;
import java.util.UUID;

/**
 * Decides the instance UID at the start and keeps it for the next one. What the user fixed wins
 * over what is kept, and what the server assigned replaces both for as long as it is kept.
 */
final class InstanceUids implements InstanceUidListener {

  private static final String ENTRY = "instance-uid";

  private final StateStore state;
  private final boolean requested;
  private volatile InstanceUid current;

  InstanceUids(InstanceUidSetting setting, StateStore state) {
    this.state = state;
    byte[] kept = state.get(ENTRY);
    boolean usable = kept != null && kept.length == InstanceUid.LENGTH;
    UUID fixed = setting.fixed();
    if (fixed != null) {
      this.current = InstanceUid.parse(fixed.toString());
    } else if (usable) {
      this.current = InstanceUid.ofBytes(kept);
    } else {
      this.current = InstanceUid.random();
    }
    this.requested = setting.requestedFromServer() && !usable;
    if (!requested && fixed == null) {
      state.put(ENTRY, current.bytes());
    }
  }

  InstanceUid current() {
    return current;
  }

  /** Whether the current one is temporary and the server is to assign another. */
  boolean requestedFromServer() {
    return requested;
  }

  @Override
  public void onInstanceUid(InstanceUid assigned) {
    current = assigned;
    state.put(ENTRY, assigned.bytes());
  }
}

package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.opamp.InstanceUidListener;
import dev.opamp.javaagent.settings.InstanceUidSetting;
import dev.opamp.javaagent.state.StateStore;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    InstanceUid kept = keptIn(state);
    UUID fixed = setting.fixed();
    if (fixed != null) {
      this.current = InstanceUid.parse(fixed.toString());
    } else {
      this.current = kept == null ? InstanceUid.random() : kept;
    }
    this.requested = setting.requestedFromServer() && kept == null;
    if (!requested && fixed == null) {
      state.put(ENTRY, current.bytes());
    }
  }

  private static @Nullable InstanceUid keptIn(StateStore state) {
    byte[] kept = state.get(ENTRY);
    return kept == null || kept.length != InstanceUid.LENGTH ? null : InstanceUid.ofBytes(kept);
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

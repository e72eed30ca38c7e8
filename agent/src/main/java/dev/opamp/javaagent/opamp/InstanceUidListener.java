package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.identity.InstanceUid;

/** Learns that the server assigned another instance UID, to keep it for the next start. */
public interface InstanceUidListener {

  /** Called on the session's thread, once per assignment; must not block. */
  void onInstanceUid(InstanceUid assigned);
}

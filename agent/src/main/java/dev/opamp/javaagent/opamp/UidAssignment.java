package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.identity.InstanceUid;

/** Under which instance UID this agent speaks, and whether it still waits for the server's. */
final class UidAssignment {

  private ByteString current;
  private ByteString previous;
  private boolean requested;

  UidAssignment(InstanceUid initial, boolean requested) {
    this.current = ByteString.copyFrom(initial.bytes());
    this.previous = current;
    this.requested = requested;
  }

  ByteString current() {
    return current;
  }

  /** As lower-case text, 8-4-4-4-12. */
  String text() {
    return InstanceUid.ofBytes(current.toByteArray()).toString();
  }

  /** Whether messages still ask for an assignment. */
  boolean isRequested() {
    return requested;
  }

  /**
   * Whether a message may be meant for us: to our UID, to none, to the one before (it may have
   * crossed ours), or to the one it assigns itself.
   */
  boolean isAddressedToUs(ByteString addressee, ByteString assigned) {
    return addressee.isEmpty()
        || addressee.equals(current)
        || addressee.equals(previous)
        || addressee.equals(assigned);
  }

  /** Takes over an assigned UID; returns false when it is the one in use already. */
  boolean adopt(InstanceUid assigned) {
    requested = false;
    ByteString bytes = ByteString.copyFrom(assigned.bytes());
    if (bytes.equals(current)) {
      return false;
    }
    previous = current;
    current = bytes;
    return true;
  }
}

package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatus;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatuses;
import org.jspecify.annotations.Nullable;

/** The status of connection settings as a message, and back. */
final class ConnectionStatusCodec {

  private ConnectionStatusCodec() {}

  static ConnectionSettingsStatus encode(ConnectionSettingsStatusSnapshot status) {
    return ConnectionSettingsStatus.newBuilder()
        .setLastConnectionSettingsHash(ByteString.copyFrom(status.hash()))
        .setStatus(encode(status.state()))
        .setErrorMessage(status.errorMessage())
        .build();
  }

  /** Returns null when the message has a state that is never kept. */
  static @Nullable ConnectionSettingsStatusSnapshot decode(ConnectionSettingsStatus message) {
    ConnectionSettingsState state = decode(message.getStatus());
    return state == null
        ? null
        : new ConnectionSettingsStatusSnapshot(
            message.getLastConnectionSettingsHash().toByteArray(),
            state,
            message.getErrorMessage());
  }

  private static @Nullable ConnectionSettingsState decode(ConnectionSettingsStatuses state) {
    for (ConnectionSettingsState candidate : ConnectionSettingsState.values()) {
      if (encode(candidate) == state) {
        return candidate;
      }
    }
    return null;
  }

  private static ConnectionSettingsStatuses encode(ConnectionSettingsState state) {
    switch (state) {
      case APPLYING:
        return ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLYING;
      case APPLIED:
        return ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED;
      case FAILED:
        return ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED;
    }
    throw new AssertionError(state);
  }
}

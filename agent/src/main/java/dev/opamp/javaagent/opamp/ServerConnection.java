package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A way to connect to a server: the local settings, and what servers offered over them. */
final class ServerConnection {

  private final byte[] hash;
  private final OpAMPConnectionSettings offered;
  private final @Nullable Long heartbeatSeconds;
  private final ConnectionSettings settings;

  /**
   * @param hash of the offer that completed it; empty for the local settings
   * @param offered all that was offered and still counts, less the heartbeat interval
   * @param heartbeatSeconds the interval that was offered, null when none was
   * @param settings what both come to
   */
  ServerConnection(
      byte[] hash,
      OpAMPConnectionSettings offered,
      @Nullable Long heartbeatSeconds,
      ConnectionSettings settings) {
    this.hash = hash;
    this.offered = offered;
    this.heartbeatSeconds = heartbeatSeconds;
    this.settings = settings;
  }

  byte[] hash() {
    return hash;
  }

  OpAMPConnectionSettings offered() {
    return offered;
  }

  @Nullable Long heartbeatSeconds() {
    return heartbeatSeconds;
  }

  ConnectionSettings settings() {
    return settings;
  }

  ServerConnection withHeartbeat(long seconds, byte[] offerHash) {
    return new ServerConnection(offerHash, offered, seconds, settings);
  }

  /** Whether a connection made like the other is as good as one made like this. */
  boolean connectsLike(ServerConnection other) {
    return settings.endpoint().equals(other.settings.endpoint())
        && settings.headers().equals(other.settings.headers())
        && settings.tls().equals(other.settings.tls())
        && Objects.equals(settings.token(), other.settings.token())
        && Objects.equals(settings.proxy(), other.settings.proxy());
  }

  /** Largest protobuf message: a WebSocket message has one byte of header on top. */
  int maxMessageBytes() {
    return settings.isWebSocket() ? settings.maxMessageSize() - 1 : settings.maxMessageSize();
  }
}

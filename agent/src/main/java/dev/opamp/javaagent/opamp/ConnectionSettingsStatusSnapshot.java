package dev.opamp.javaagent.opamp;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of the last offer of connection settings. Immutable. */
public final class ConnectionSettingsStatusSnapshot {

  private final byte[] hash;
  private final ConnectionSettingsState state;
  private final String errorMessage;

  /**
   * A status.
   *
   * @param hash of the last offer received, also when it failed
   * @param errorMessage empty unless FAILED; free of secrets
   */
  public ConnectionSettingsStatusSnapshot(
      byte[] hash, ConnectionSettingsState state, String errorMessage) {
    this.hash = hash.clone();
    this.state = state;
    this.errorMessage = errorMessage;
  }

  public byte[] hash() {
    return hash.clone();
  }

  public ConnectionSettingsState state() {
    return state;
  }

  public String errorMessage() {
    return errorMessage;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConnectionSettingsStatusSnapshot
        && Arrays.equals(hash, ((ConnectionSettingsStatusSnapshot) other).hash)
        && state == ((ConnectionSettingsStatusSnapshot) other).state
        && errorMessage.equals(((ConnectionSettingsStatusSnapshot) other).errorMessage);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(hash), state, errorMessage);
  }
}

package dev.opamp.javaagent.opamp;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of the last offer. */
public final class RemoteConfigStatusSnapshot {

  private final byte[] hash;
  private final RemoteConfigState state;
  private final String errorMessage;

  /**
   * @param hash of the last offer received, also when it failed
   * @param errorMessage empty unless FAILED, or APPLIED in part; free of secrets
   */
  public RemoteConfigStatusSnapshot(byte[] hash, RemoteConfigState state, String errorMessage) {
    this.hash = hash;
    this.state = state;
    this.errorMessage = errorMessage;
  }

  public byte[] hash() {
    return hash;
  }

  public RemoteConfigState state() {
    return state;
  }

  public String errorMessage() {
    return errorMessage;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RemoteConfigStatusSnapshot
        && Arrays.equals(hash, ((RemoteConfigStatusSnapshot) other).hash)
        && state == ((RemoteConfigStatusSnapshot) other).state
        && errorMessage.equals(((RemoteConfigStatusSnapshot) other).errorMessage);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(hash), state, errorMessage);
  }
}

package dev.opamp.javaagent.opamp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server offered in {@code AgentRemoteConfig}. */
public final class RemoteConfigOffer {

  private final byte[] hash;
  private final @Nullable List<ConfigFile> files;

  /**
   * @param hash opaque, of any length, echoed byte for byte
   * @param files null when the message had no {@code config} part; empty when its map was empty
   */
  public RemoteConfigOffer(byte[] hash, @Nullable List<ConfigFile> files) {
    this.hash = hash;
    this.files = files == null ? null : Collections.unmodifiableList(new ArrayList<>(files));
  }

  public byte[] hash() {
    return hash;
  }

  /** The files in no particular order; null when the offer carried no configuration at all. */
  public @Nullable List<ConfigFile> files() {
    return files;
  }
}

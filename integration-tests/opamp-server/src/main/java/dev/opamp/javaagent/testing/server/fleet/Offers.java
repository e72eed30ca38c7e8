package dev.opamp.javaagent.testing.server.fleet;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Builds offers whose hash says what is in them. */
public final class Offers {

  private Offers() {}

  /** An offer under the SHA-256 of its content. */
  public static AgentRemoteConfig hashed(AgentConfigMap files) {
    return config(files, sha256(files));
  }

  /** An offer under any hash. */
  public static AgentRemoteConfig config(AgentConfigMap files, ByteString hash) {
    return AgentRemoteConfig.newBuilder().setConfig(files).setConfigHash(hash).build();
  }

  /** The same settings under the SHA-256 of their content. */
  public static ConnectionSettingsOffers hashed(ConnectionSettingsOffers settings) {
    ConnectionSettingsOffers bare = settings.toBuilder().clearHash().build();
    return bare.toBuilder().setHash(sha256(bare)).build();
  }

  private static ByteString sha256(MessageLite message) {
    byte[] content = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(content);
    // Equal maps must have equal hashes, whatever the order of their entries.
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.checkNoSpaceLeft();
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.ConnectionSettingsStore.Entry;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatus;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Offered connection settings as they are kept. They belong to the local endpoint they were offered
 * under: when the user has named another since, what he says now counts, and they are forgotten.
 */
final class ConnectionRecords {

  private static final AgentLogger LOG = AgentLogger.get(ConnectionRecords.class);

  /** The first four bytes name the format. */
  private static final int FORMAT = 0x07E1C001;

  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private final ConnectionSettingsStore store;
  private final ConnectionOfferRules rules;
  private final String localEndpoint;

  ConnectionRecords(ConnectionSettingsStore store, ConnectionOfferRules rules, URI localEndpoint) {
    this.store = store;
    this.rules = rules;
    this.localEndpoint = localEndpoint.toString();
  }

  /** Settings that were to prove themselves when the process ended; null when there are none. */
  @Nullable ServerConnection candidate() {
    return connection(Entry.CANDIDATE);
  }

  /** Settings that proved themselves; null when there are none. */
  @Nullable ServerConnection accepted() {
    return connection(Entry.ACCEPTED);
  }

  @Nullable ConnectionSettingsStatusSnapshot status() {
    byte[] kept = load(Entry.STATUS);
    if (kept == null) {
      return null;
    }
    try {
      return ConnectionStatusCodec.decode(ConnectionSettingsStatus.parseFrom(kept));
    } catch (InvalidProtocolBufferException e) {
      forget(Entry.STATUS, "unreadable");
      return null;
    }
  }

  void saveCandidate(ServerConnection connection) {
    save(Entry.CANDIDATE, encode(connection));
  }

  void eraseCandidate() {
    store.erase(Entry.CANDIDATE);
  }

  /** The settings count from now on; nothing older is kept. */
  void accept(ServerConnection connection) {
    save(Entry.ACCEPTED, encode(connection));
    store.erase(Entry.CANDIDATE);
  }

  void saveStatus(ConnectionSettingsStatusSnapshot status) {
    save(Entry.STATUS, ConnectionStatusCodec.encode(status).toByteArray());
  }

  private @Nullable ServerConnection connection(Entry entry) {
    byte[] kept = load(entry);
    if (kept == null) {
      return null;
    }
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept));
      boolean heartbeat = in.readBoolean();
      ConnectionSettingsOffers offers = ConnectionSettingsOffers.parseFrom(block(in));
      OpAMPConnectionSettings offered = offers.getOpamp();
      return rules.restored(
          offered.toBuilder().clearHeartbeatIntervalSeconds().build(),
          heartbeat ? offered.getHeartbeatIntervalSeconds() : null,
          offers.getHash().toByteArray());
    } catch (IOException e) {
      forget(entry, "unreadable");
    } catch (BadOfferException e) {
      forget(entry, String.valueOf(e.getMessage()));
    }
    return null;
  }

  private static byte[] encode(ServerConnection connection) {
    Long heartbeat = connection.heartbeatSeconds();
    OpAMPConnectionSettings offered =
        connection.offered().toBuilder()
            .setHeartbeatIntervalSeconds(heartbeat == null ? 0 : heartbeat)
            .build();
    byte[] message =
        ConnectionSettingsOffers.newBuilder()
            .setHash(ByteString.copyFrom(connection.hash()))
            .setOpamp(offered)
            .build()
            .toByteArray();
    return bytes(
        out -> {
          out.writeBoolean(heartbeat != null);
          out.writeInt(message.length);
          out.write(message);
        });
  }

  private void save(Entry entry, byte[] content) {
    byte[] endpoint = localEndpoint.getBytes(StandardCharsets.UTF_8);
    store.save(
        entry,
        bytes(
            out -> {
              out.writeInt(FORMAT);
              out.writeInt(endpoint.length);
              out.write(endpoint);
              out.writeInt(content.length);
              out.write(content);
            }));
  }

  private byte @Nullable [] load(Entry entry) {
    byte[] kept = store.load(entry);
    if (kept == null) {
      return null;
    }
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept));
      if (in.readInt() != FORMAT) {
        throw new IOException("unknown format");
      }
      String endpoint = new String(block(in), StandardCharsets.UTF_8);
      if (endpoint.equals(localEndpoint)) {
        return block(in);
      }
      forget(entry, "otel.opamp.endpoint has changed");
    } catch (IOException e) {
      forget(entry, "unreadable");
    }
    return null;
  }

  private void forget(Entry entry, String reason) {
    LOG.warn("stored connection settings (" + entry + ") are forgotten: " + reason);
    store.erase(entry);
    if (entry == Entry.ACCEPTED) {
      // It would say APPLIED of what is not in force, and keep the server from offering it again.
      store.erase(Entry.STATUS);
    }
  }

  private static byte[] block(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("bad length");
    }
    byte[] content = new byte[length];
    in.readFully(content);
    return content;
  }

  private static byte[] bytes(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** What is written. */
  private interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }
}

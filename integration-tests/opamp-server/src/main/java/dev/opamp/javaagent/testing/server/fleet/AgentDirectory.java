package dev.opamp.javaagent.testing.server.fleet;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The agents by instance UID, in the order of first contact. An agent that was told to take another
 * UID keeps its record. Guarded by the lock of {@link AgentFleet}.
 */
final class AgentDirectory {

  private final Map<UUID, AgentEntry> entries = new LinkedHashMap<>();
  private final Map<UUID, UUID> announcedRenames = new HashMap<>();
  private final int logSize;

  AgentDirectory(int logSize) {
    this.logSize = logSize;
  }

  Collection<AgentEntry> all() {
    return entries.values();
  }

  @Nullable AgentEntry find(UUID uid) {
    return entries.get(uid);
  }

  /** The agent's record, made if need be; the old UID of a renamed agent is told. */
  AgentEntry of(UUID uid, Instant now, Consumer<UUID> renamed) {
    UUID oldUid = announcedRenames.remove(uid);
    AgentEntry moved = oldUid == null ? null : entries.remove(oldUid);
    if (oldUid != null && moved != null) {
      moved.rename(uid);
      entries.put(uid, moved);
      renamed.accept(oldUid);
    }
    return entries.computeIfAbsent(uid, key -> new AgentEntry(key, now, logSize));
  }

  /** Remembers who the UID assigned by this message belongs to. */
  void noteRename(UUID uid, ServerToAgent message) {
    ByteString newUid = message.getAgentIdentification().getNewInstanceUid();
    if (newUid.size() == InstanceUids.LENGTH) {
      announcedRenames.put(InstanceUids.parse(newUid), uid);
    }
  }
}

package dev.opamp.javaagent.testing.server.fleet;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/** The last steps of remote configurations, oldest first. */
final class ConfigHistory {

  private static final int CAPACITY = 50;
  private static final String ENUM_PREFIX = "RemoteConfigStatuses_";

  private final ArrayDeque<ConfigEvent> events = new ArrayDeque<>();
  private RemoteConfigStatus last = RemoteConfigStatus.getDefaultInstance();

  void offered(Instant at, ByteString hash) {
    add(new ConfigEvent(at, ConfigEvent.OFFERED, hash, ""));
  }

  /** Adds a step when the report differs from the one before. */
  void reported(Instant at, RemoteConfigStatus status) {
    if (status.equals(last)) {
      return;
    }
    last = status;
    add(
        new ConfigEvent(
            at, word(status), status.getLastRemoteConfigHash(), status.getErrorMessage()));
  }

  List<ConfigEvent> copy() {
    return List.copyOf(events);
  }

  static String word(RemoteConfigStatus status) {
    return status.getStatus().name().replace(ENUM_PREFIX, "");
  }

  private void add(ConfigEvent event) {
    events.addLast(event);
    if (events.size() > CAPACITY) {
      events.removeFirst();
    }
  }
}

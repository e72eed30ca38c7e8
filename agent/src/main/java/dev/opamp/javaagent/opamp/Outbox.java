package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides when the next message goes, while a connection is open, and sends it. */
final class Outbox {

  private final MessageComposer composer;
  private final SendPacer pacer;
  private final HeartbeatSchedule heartbeats;
  private final Connection connection;
  private final Timers timers;
  private final Ticker ticker;
  private final SessionListener listener;
  private boolean open;
  private @Nullable Long flushAt;
  private long lastSentAt;

  Outbox(
      MessageComposer composer,
      SendPacer pacer,
      HeartbeatSchedule heartbeats,
      Connection connection,
      Timers timers,
      Ticker ticker,
      SessionListener listener) {
    this.composer = composer;
    this.pacer = pacer;
    this.heartbeats = heartbeats;
    this.connection = connection;
    this.timers = timers;
    this.ticker = ticker;
    this.listener = listener;
  }

  /** A connection is there: a status report is its first message, whatever there is to say. */
  void open() {
    open = true;
    send(composer.next());
  }

  void close() {
    open = false;
    flushAt = null;
    timers.cancel(Timers.Name.FLUSH, Timers.Name.HEARTBEAT);
  }

  /** Something may be due that was not before. */
  void changed() {
    if (open && composer.hasPending()) {
      flushWithin(pacer.untilChange());
    }
  }

  /** Everything is due. */
  void fullReport() {
    composer.markAll();
    if (open) {
      flushWithin(pacer.untilFullReport());
    }
  }

  /** The available components are due. */
  void componentsRequested() {
    composer.requestComponents();
    if (open && composer.hasPending()) {
      flushWithin(pacer.untilFullReport());
    }
  }

  /** An answer arrived, so that what had to wait for it may go. */
  void resume() {
    Long due = flushAt;
    if (!open) {
      return;
    }
    if (due == null) {
      changed();
    } else if (due - ticker.nanos() <= 0) {
      flush();
    }
  }

  /** The transport did not send the last message because of its size. */
  void oversize(int bytes) {
    connection.answered();
    if (composer.neverSent(bytes) && open) {
      send(composer.next());
    }
  }

  /** What is due goes at once, because the connection is about to be left. */
  void flushNow() {
    if (open) {
      flush();
    }
  }

  /** Connections are made with other settings from now on. */
  void use(ServerConnection target) {
    heartbeats.use(target);
  }

  void heartbeatInterval(long seconds) {
    heartbeats.offer(seconds);
    if (open) {
      armHeartbeat();
    }
  }

  void demandInterval(@Nullable Duration interval) {
    heartbeats.demand(interval);
    if (open) {
      armHeartbeat();
    }
  }

  private void flushWithin(Duration wait) {
    long at = ticker.nanos() + wait.toNanos();
    Long planned = flushAt;
    if (planned == null || at - planned < 0) {
      flushAt = at;
      timers.start(Timers.Name.FLUSH, wait, this::flush);
    }
  }

  private void flush() {
    if (connection.isAwaitingAnswer()) {
      return;
    }
    flushAt = null;
    timers.cancel(Timers.Name.FLUSH);
    if (composer.hasPending()) {
      pacer.sent();
      send(composer.next());
      // Of custom messages there is one in each of ours, however many wait.
      changed();
    }
  }

  private void send(AgentToServer message) {
    lastSentAt = ticker.nanos();
    connection.send(message);
    int bytes = message.getSerializedSize();
    Contained.run("session listener", () -> listener.onMessageSent(bytes));
    armHeartbeat();
  }

  /** Counted from the last message of any kind, and never more than one ahead. */
  private void armHeartbeat() {
    timers.cancel(Timers.Name.HEARTBEAT);
    Duration interval = heartbeats.interval();
    if (interval != null) {
      long wait = lastSentAt + interval.toNanos() - ticker.nanos();
      timers.start(Timers.Name.HEARTBEAT, Duration.ofNanos(Math.max(0, wait)), this::heartbeat);
    }
  }

  private void heartbeat() {
    if (connection.isAwaitingAnswer()) {
      lastSentAt = ticker.nanos();
      armHeartbeat();
    } else {
      send(composer.heartbeat());
    }
  }
}

package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The one connection there is at a time: how it is made, its epoch, and whether an answer has to
 * come before the next message may go. A transport that breaks its promise never to throw has
 * failed the epoch.
 */
final class Connection {

  private final Function<ConnectionSettings, OpampTransport> transports;
  private final BiConsumer<Long, CloseCause> onFailure;
  private OpampTransport transport;
  private ConnectionSettings current;
  private ConnectionSettings wanted;
  private long epoch;
  private boolean open;
  private boolean awaitingAnswer;

  /**
   * @param onFailure told, in a later turn, that an epoch ended because the transport threw
   */
  Connection(
      ConnectionSettings settings,
      Function<ConnectionSettings, OpampTransport> transports,
      BiConsumer<Long, CloseCause> onFailure) {
    this.transports = transports;
    this.transport = transports.apply(settings);
    this.current = settings;
    this.wanted = settings;
    this.onFailure = onFailure;
  }

  boolean isHalfDuplex() {
    return transport.isHalfDuplex();
  }

  /** Whether an event belongs to the connection in use. */
  boolean isCurrent(long eventEpoch) {
    return open && eventEpoch == epoch;
  }

  boolean isAwaitingAnswer() {
    return awaitingAnswer;
  }

  /** Connections are made with other settings, beginning with the next one. */
  void use(ConnectionSettings settings) {
    wanted = settings;
  }

  void connect() {
    epoch++;
    open = true;
    awaitingAnswer = false;
    guarded(
        () -> {
          renew();
          transport.connect(epoch);
        });
  }

  private void renew() {
    ConnectionSettings settings = wanted;
    if (settings != current) {
      OpampTransport old = transport;
      transport = transports.apply(settings);
      current = settings;
      old.shutdown();
    }
  }

  void send(AgentToServer message) {
    awaitingAnswer = transport.isHalfDuplex();
    guarded(() -> transport.send(epoch, message));
  }

  void disconnect(AgentToServer farewell) {
    awaitingAnswer = false;
    guarded(() -> transport.disconnect(epoch, farewell));
  }

  /** Drops the connection; no event of it counts any more. */
  void abort(int closeCode, String reason) {
    if (open) {
      long aborted = epoch;
      closed();
      guarded(() -> transport.abort(aborted, closeCode, reason));
    }
  }

  void answered() {
    awaitingAnswer = false;
  }

  void closed() {
    open = false;
    awaitingAnswer = false;
  }

  void shutdown() {
    closed();
    guarded(transport::shutdown);
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable t) {
      onFailure.accept(
          epoch,
          new CloseCause(
              CloseCause.Kind.NETWORK, 0, "transport failed: " + t.getClass().getName(), null));
    }
  }
}

package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The OpAMP session as a state machine: events in, calls of the transport port and timers out. All
 * of it happens on one serial executor; it has no thread, clock or socket of its own.
 */
final class OpampSession implements TransportListener, ProtocolActions {

  private static final AgentLogger LOG = AgentLogger.get(OpampSession.class);
  private static final int MALFORMED_LIMIT = 10;
  private static final int CLOSE_INVALID_DATA = 1007;

  private final SessionLifecycle lifecycle;
  private final Connection connection;
  private final ConnectionCycle cycle;
  private final MessageComposer composer;
  private final Outbox outbox;
  private final RemoteConfigOffers remoteConfig;
  private final ReceivedMessageProcessor processor;
  private final SessionListener listener;
  private final ThrottledLog faults;
  private int malformedInARow;

  OpampSession(
      SessionConfig config,
      TransportFactory transports,
      SerialExecutor executor,
      Ticker ticker,
      Random random,
      OfferListener offers,
      SessionListener listener,
      InstanceUidListener uidListener) {
    this.listener = listener;
    faults = new ThrottledLog(LOG, ticker);
    Capabilities claimed = config.capabilities();
    AgentReport report = config.initialReport();
    UidAssignment uid = new UidAssignment(config.instanceUid(), config.requestsInstanceUid());
    Timers timers = new Timers(executor);
    lifecycle = new SessionLifecycle(listener);
    connection =
        new Connection(
            transports.create(config.connection(), new HoppingTransportListener(executor, this)),
            (epoch, cause) -> executor.execute(() -> onClosed(epoch, cause)));
    composer = new MessageComposer(claimed, uid, report, config.maxMessageBytes());
    HeartbeatSchedule heartbeats = new HeartbeatSchedule(config.connection(), claimed);
    SendPacer pacer = new SendPacer(ticker);
    outbox = new Outbox(composer, pacer, heartbeats, connection, timers, ticker, listener);
    ReconnectPolicy policy = new ReconnectPolicy(connection.isHalfDuplex(), random);
    cycle =
        new ConnectionCycle(
            config.timings(), lifecycle, policy, connection, composer, outbox, timers);
    remoteConfig = new RemoteConfigOffers(offers, report.remoteConfigStatus(), timers, ticker);
    OwnTelemetryOffers ownTelemetry = new OwnTelemetryOffers(claimed, offers);
    processor =
        new ReceivedMessageProcessor(
            claimed, uid, remoteConfig, ownTelemetry, offers, uidListener, ticker);
  }

  SessionState state() {
    return lifecycle.state();
  }

  void start() {
    if (state() == SessionState.STOPPED) {
      cycle.connect();
    }
  }

  void reconnect() {
    composer.markAll();
    cycle.reconnect();
  }

  void stop(Runnable whenStopped) {
    cycle.stop(whenStopped);
  }

  void reportDescription(AgentDescriptionSnapshot description) {
    update(composer.report().withDescription(description), ReportField.DESCRIPTION);
  }

  void reportHealth(ComponentHealthSnapshot health) {
    update(composer.report().withHealth(health), ReportField.HEALTH);
  }

  void reportEffectiveConfig(List<ConfigFile> files) {
    update(composer.report().withEffectiveConfig(files), ReportField.EFFECTIVE_CONFIG);
  }

  @Override
  public void remoteConfigStatus(RemoteConfigStatusSnapshot status) {
    if (remoteConfig.accepts(status)) {
      update(composer.report().withRemoteConfigStatus(status), ReportField.REMOTE_CONFIG_STATUS);
    } else {
      LOG.debug("the status of an offer that a newer one replaced was dropped");
    }
  }

  private void update(AgentReport newer, ReportField field) {
    composer.update(newer, field);
    outbox.changed();
  }

  @Override
  public void onConnected(long epoch) {
    if (connection.isCurrent(epoch) && state() == SessionState.CONNECTING) {
      malformedInARow = 0;
      cycle.connected();
    }
  }

  /** Whether a message arrived shows in the server's next one, not in this. */
  @Override
  public void onDelivered(long epoch) {}

  @Override
  public void onMessage(long epoch, ServerToAgent message) {
    if (!connection.isCurrent(epoch)) {
      return;
    }
    boolean awaited = connection.isAwaitingAnswer();
    connection.answered();
    if (cycle.isLeaving()) {
      if (awaited) {
        cycle.exchangeEnded();
      }
    } else if (lifecycle.isOpen()) {
      malformedInARow = 0;
      Contained.run(
          "session listener", () -> listener.onMessageReceived(message.getSerializedSize()));
      Contained.run("processing of a message", () -> processor.process(message, this));
      outbox.resume();
    }
  }

  @Override
  public void onMalformed(long epoch, String reason) {
    if (!connection.isCurrent(epoch) || !lifecycle.isOpen()) {
      return;
    }
    faults.warn("something that is no message was dropped", reason);
    malformedInARow++;
    if (connection.isHalfDuplex() || malformedInARow >= MALFORMED_LIMIT) {
      CloseCause cause = new CloseCause(CloseCause.Kind.PROTOCOL, 0, reason, null);
      cycle.broken(cause, CLOSE_INVALID_DATA);
    }
  }

  @Override
  public void onOversize(long epoch, int bytes) {
    if (!connection.isCurrent(epoch)) {
      return;
    }
    if (lifecycle.isOpen()) {
      outbox.oversize(bytes);
    } else if (cycle.isLeaving() && connection.isAwaitingAnswer()) {
      // The farewell waits for an exchange that never was, and gets its number.
      composer.neverSent(bytes);
      cycle.exchangeEnded();
    }
  }

  @Override
  public void onClosed(long epoch, CloseCause cause) {
    if (connection.isCurrent(epoch)) {
      cycle.closed(cause);
    }
  }

  @Override
  public void foreign() {
    // Over HTTP it ends the exchange all the same; repeating at once would get the same answer.
    if (connection.isHalfDuplex()) {
      composer.refuse();
    }
  }

  @Override
  public void refused() {
    composer.refuse();
    cycle.answered();
  }

  @Override
  public void unavailable(@Nullable Duration retryAfter) {
    cycle.unavailable(retryAfter);
  }

  @Override
  public void confirmed() {
    composer.confirm();
    cycle.answered();
  }

  @Override
  public void serverCapabilities(long capabilities) {
    // Zero means not repeated, or never told: not that there are none.
    if (capabilities != 0) {
      composer.serverCapabilities(capabilities);
    }
  }

  @Override
  public void fullReport() {
    outbox.fullReport();
  }

  @Override
  public void heartbeatInterval(long seconds) {
    outbox.heartbeatInterval(seconds);
  }
}

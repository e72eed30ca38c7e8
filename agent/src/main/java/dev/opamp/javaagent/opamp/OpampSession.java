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
  private final ConnectionMove move;
  private final ConnectionOffers connectionOffers;
  private final ConnectionRecords records;
  private final CertificateRequests certificates;
  private final RemoteConfigOffers remoteConfig;
  private final ReceivedMessageProcessor processor;
  private final SessionListener listener;
  private final ThrottledLog faults;
  private @Nullable ServerConnection candidate;
  private int malformedInARow;

  OpampSession(
      SessionConfig config,
      TransportFactory transports,
      SerialExecutor executor,
      Ticker ticker,
      Random random,
      OfferListener offers,
      SessionListener listener,
      InstanceUidListener uidListener,
      CustomMessages custom) {
    this.listener = listener;
    faults = new ThrottledLog(LOG, ticker);
    Capabilities claimed = config.capabilities();
    UidAssignment uid = new UidAssignment(config.instanceUid(), config.requestsInstanceUid());
    Timers timers = new Timers(executor);
    lifecycle = new SessionLifecycle(listener);
    StoredConnection stored = StoredConnection.of(config);
    records = stored.records();
    candidate = stored.candidate();
    AgentReport report = withCustom(stored.reported(config.initialReport()), custom);
    TransportListener events = new HoppingTransportListener(executor, this);
    connection =
        new Connection(
            config.connection(),
            settings -> transports.create(settings, events),
            (epoch, cause) -> executor.execute(() -> onClosed(epoch, cause)));
    OutgoingRequest request = new OutgoingRequest();
    ServerConnection local = stored.rules().local();
    composer =
        new MessageComposer(
            claimed, uid, request, report, custom.outbox(), local.maxMessageBytes());
    HeartbeatSchedule heartbeats = new HeartbeatSchedule(local, claimed);
    SendPacer pacer = new SendPacer(ticker);
    outbox = new Outbox(composer, pacer, heartbeats, connection, timers, ticker, listener);
    ReconnectPolicy policy = new ReconnectPolicy(connection::isHalfDuplex, random);
    cycle =
        new ConnectionCycle(
            config.timings(), lifecycle, policy, connection, composer, outbox, timers);
    move =
        new ConnectionMove(
            claimed, stored.rules(), records, stored.inForce(), cycle, outbox, timers, ticker);
    remoteConfig = new RemoteConfigOffers(offers, report.remoteConfigStatus(), timers, ticker);
    connectionOffers =
        new ConnectionOffers(
            claimed,
            offers,
            move,
            report.connectionSettingsStatus(),
            this::connectionSettingsStatus,
            executor,
            timers,
            ticker);
    certificates =
        new CertificateRequests(
            config.connectionOffers(),
            config.clientKeys(),
            uid,
            move::inForce,
            request,
            outbox::changed,
            executor,
            timers,
            ticker);
    processor =
        new ReceivedMessageProcessor(
            claimed, uid, remoteConfig, connectionOffers, offers, uidListener, custom, ticker);
    custom.connect(local.maxMessageBytes(), () -> executor.execute(outbox::changed));
  }

  private static AgentReport withCustom(AgentReport report, CustomMessages custom) {
    return custom.names().isEmpty() ? report : report.withCustomCapabilities(custom.names());
  }

  SessionState state() {
    return lifecycle.state();
  }

  void start() {
    if (state() == SessionState.STOPPED) {
      ServerConnection unproved = candidate;
      if (unproved == null) {
        cycle.use(move.inForce());
      } else {
        candidate = null;
        move.resume(unproved, connectionOffers.resume(unproved.hash()));
      }
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

  void poll(@Nullable Duration interval) {
    outbox.demandInterval(interval);
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

  void reportAvailableComponents(AvailableComponentsSnapshot components) {
    update(composer.report().withAvailableComponents(components), ReportField.AVAILABLE_COMPONENTS);
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
      certificates.check();
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
    if (move.refused()) {
      return;
    }
    certificates.refused();
    composer.refuse();
    cycle.answered();
  }

  @Override
  public void unavailable(@Nullable Duration retryAfter) {
    cycle.unavailable(retryAfter);
  }

  @Override
  public void confirmed() {
    move.proved();
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
  public void components() {
    outbox.componentsRequested();
  }

  private void connectionSettingsStatus(ConnectionSettingsStatusSnapshot status) {
    update(
        composer.report().withConnectionSettingsStatus(status),
        ReportField.CONNECTION_SETTINGS_STATUS);
    if (status.state() != ConnectionSettingsState.APPLYING && status.hash().length > 0) {
      records.saveStatus(status);
    }
  }
}

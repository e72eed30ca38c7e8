package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.Timers.Name;
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
  private static final Duration EXCHANGE_GRACE = Duration.ofSeconds(1);
  private static final int CLOSE_NORMAL = 1000;
  private static final int CLOSE_INVALID_DATA = 1007;
  private static final int STATUS_TOO_LARGE = 413;

  private final SessionTimings timings;
  private final SessionLifecycle lifecycle;
  private final Timers timers;
  private final Connection connection;
  private final ReconnectPolicy policy;
  private final MessageComposer composer;
  private final Outbox outbox;
  private final RemoteConfigOffers remoteConfig;
  private final ReceivedMessageProcessor processor;
  private final SessionListener listener;
  private @Nullable Departure departure;
  private Runnable onStopped = () -> {};
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
    Capabilities claimed = config.capabilities();
    AgentReport report = config.initialReport();
    UidAssignment uid = new UidAssignment(config.instanceUid(), config.requestsInstanceUid());
    this.listener = listener;
    timings = config.timings();
    lifecycle = new SessionLifecycle(listener);
    timers = new Timers(executor);
    connection =
        new Connection(
            transports.create(config.connection(), new HoppingTransportListener(executor, this)),
            (epoch, cause) -> executor.execute(() -> onClosed(epoch, cause)));
    policy = new ReconnectPolicy(connection.isHalfDuplex(), random);
    composer = new MessageComposer(claimed, uid, report, config.maxMessageBytes());
    HeartbeatSchedule heartbeats = new HeartbeatSchedule(config.connection(), claimed);
    outbox =
        new Outbox(
            composer, new SendPacer(ticker), heartbeats, connection, timers, ticker, listener);
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
      connect();
    }
  }

  void reconnect() {
    composer.markAll();
    if (lifecycle.isOpen()) {
      depart(SessionState.BACKING_OFF, null, Departure.toReturnIn(Duration.ZERO));
    }
  }

  void stop(Runnable whenStopped) {
    switch (state()) {
      case SYNCING:
      case READY:
        onStopped = whenStopped;
        depart(SessionState.CLOSING, null, Departure.forGood());
        break;
      case BACKING_OFF:
        onStopped = whenStopped;
        stopWhileBackingOff();
        break;
      case STOPPED:
      case CONNECTING:
        onStopped = whenStopped;
        connection.abort(CLOSE_NORMAL, "agent stops");
        end();
        break;
      case CLOSING:
        // The first caller and this one wait for the same.
        Runnable first = onStopped;
        onStopped =
            () -> {
              first.run();
              whenStopped.run();
            };
        break;
      case CLOSED:
        whenStopped.run();
        break;
    }
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

  // ---- events of the transport

  @Override
  public void onConnected(long epoch) {
    if (!connection.isCurrent(epoch) || state() != SessionState.CONNECTING) {
      return;
    }
    malformedInARow = 0;
    composer.forgetServer();
    lifecycle.moveTo(SessionState.SYNCING, null);
    timers.start(Name.RESPONSE, timings.response(), this::onSilence);
    outbox.open();
  }

  /** A message counts as delivered when the server answers, which this says nothing about. */
  @Override
  public void onDelivered(long epoch) {}

  @Override
  public void onMessage(long epoch, ServerToAgent message) {
    if (!connection.isCurrent(epoch)) {
      return;
    }
    boolean awaited = connection.isAwaitingAnswer();
    connection.answered();
    if (departure != null) {
      if (awaited) {
        composer.confirm();
        sayGoodbye();
      }
      return;
    }
    if (!lifecycle.isOpen()) {
      return;
    }
    malformedInARow = 0;
    Contained.run(
        "session listener", () -> listener.onMessageReceived(message.getSerializedSize()));
    Contained.run("processing of a message", () -> processor.process(message, this));
    outbox.resume();
  }

  @Override
  public void onMalformed(long epoch, String reason) {
    if (!connection.isCurrent(epoch) || !lifecycle.isOpen()) {
      return;
    }
    LOG.debug("not a message: " + reason);
    malformedInARow++;
    if (connection.isHalfDuplex() || malformedInARow >= MALFORMED_LIMIT) {
      CloseCause cause = new CloseCause(CloseCause.Kind.PROTOCOL, 0, reason, null);
      drop(CLOSE_INVALID_DATA, cause.toString(), policy.afterClose(cause));
    }
  }

  @Override
  public void onOversize(long epoch, int bytes) {
    if (connection.isCurrent(epoch) && lifecycle.isOpen()) {
      outbox.oversize(bytes);
    }
  }

  @Override
  public void onClosed(long epoch, CloseCause cause) {
    if (!connection.isCurrent(epoch)) {
      return;
    }
    boolean wasOpen = lifecycle.isOpen();
    connection.closed();
    if (departure != null) {
      afterDeparture(departure);
      return;
    }
    if (wasOpen && connection.isHalfDuplex() && cause.code() == STATUS_TOO_LARGE) {
      composer.tooLargeForServer();
    } else {
      composer.connectionLost(connection.isHalfDuplex());
    }
    backOff(policy.afterClose(cause), cause.toString());
  }

  // ---- what a received message asks for

  @Override
  public void foreign() {
    if (connection.isHalfDuplex()) {
      composer.refuse();
    }
  }

  @Override
  public void refused() {
    composer.refuse();
    answered();
  }

  @Override
  public void unavailable(@Nullable Duration retryAfter) {
    String cause = "the server says it is unavailable";
    Duration pause = policy.afterUnavailable(retryAfter);
    if (connection.isHalfDuplex()) {
      // A farewell would be one more request to a server that asked for none.
      drop(CLOSE_NORMAL, cause, pause);
    } else {
      depart(SessionState.BACKING_OFF, cause, Departure.toReturnIn(pause));
    }
  }

  @Override
  public void confirmed() {
    composer.confirm();
    answered();
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

  private void answered() {
    if (state() == SessionState.SYNCING) {
      timers.cancel(Name.RESPONSE);
      timers.start(Name.PROOF, timings.proof(), this::onProved);
      lifecycle.moveTo(SessionState.READY, null);
    }
  }

  // ---- timers and moves

  private void onProved() {
    policy.proved();
    lifecycle.proved();
  }

  private void onSilence() {
    String cause = "the server does not answer";
    Duration pause = policy.afterSilence();
    if (connection.isHalfDuplex()) {
      drop(CLOSE_NORMAL, cause, pause);
    } else {
      depart(SessionState.BACKING_OFF, cause, Departure.toReturnIn(pause));
    }
  }

  private void connect() {
    lifecycle.moveTo(SessionState.CONNECTING, null);
    Contained.run("session listener", listener::onConnectAttempt);
    connection.connect();
  }

  private void backOff(Duration pause, String cause) {
    leaveOpen();
    lifecycle.moveTo(SessionState.BACKING_OFF, cause);
    timers.start(Name.RECONNECT, pause, this::connect);
  }

  private void drop(int closeCode, String cause, Duration pause) {
    connection.abort(closeCode, cause);
    composer.connectionLost(connection.isHalfDuplex());
    backOff(pause, cause);
  }

  private void leaveOpen() {
    outbox.close();
    timers.cancel(Name.RESPONSE, Name.PROOF);
  }

  /** Leaves the connection; over HTTP an outstanding exchange ends first, if it soon does. */
  private void depart(SessionState next, @Nullable String cause, Departure where) {
    leaveOpen();
    departure = where;
    lifecycle.moveTo(next, cause);
    if (connection.isAwaitingAnswer()) {
      timers.start(Name.GRACE, EXCHANGE_GRACE, this::sayGoodbye);
    } else {
      sayGoodbye();
    }
  }

  private void sayGoodbye() {
    timers.cancel(Name.GRACE);
    timers.start(Name.CLOSING, timings.closing(), this::onClosingOverdue);
    boolean forGood = departure != null && departure.isForGood();
    connection.disconnect(composer.farewell(forGood));
  }

  private void onClosingOverdue() {
    connection.abort(CLOSE_NORMAL, "closing took too long");
    if (departure != null) {
      afterDeparture(departure);
    }
  }

  private void afterDeparture(Departure done) {
    departure = null;
    timers.cancel(Name.GRACE, Name.CLOSING);
    composer.connectionLost(false);
    if (done.isForGood()) {
      end();
    } else {
      timers.start(Name.RECONNECT, done.pause(), this::connect);
    }
  }

  private void stopWhileBackingOff() {
    if (departure == null) {
      end();
    } else {
      departure = Departure.forGood();
      lifecycle.moveTo(SessionState.CLOSING, null);
    }
  }

  private void end() {
    timers.cancelAll();
    lifecycle.moveTo(SessionState.CLOSED, null);
    connection.shutdown();
    onStopped.run();
  }
}

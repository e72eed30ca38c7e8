package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.Timers.Name;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way from one connection to the next: connecting, backing off, leaving, ending. */
final class ConnectionCycle {

  static final int CLOSE_NORMAL = 1000;

  private static final Duration EXCHANGE_GRACE = Duration.ofSeconds(1);
  private static final int STATUS_TOO_LARGE = 413;

  private final SessionTimings timings;
  private final SessionLifecycle lifecycle;
  private final ReconnectPolicy policy;
  private final Connection connection;
  private final MessageComposer composer;
  private final Outbox outbox;
  private final Timers timers;
  private @Nullable Departure departure;
  private @Nullable ServerConnection next;
  private @Nullable Trial trial;
  private Runnable onStopped = () -> {};

  ConnectionCycle(
      SessionTimings timings,
      SessionLifecycle lifecycle,
      ReconnectPolicy policy,
      Connection connection,
      MessageComposer composer,
      Outbox outbox,
      Timers timers) {
    this.timings = timings;
    this.lifecycle = lifecycle;
    this.policy = policy;
    this.connection = connection;
    this.composer = composer;
    this.outbox = outbox;
    this.timers = timers;
  }

  void connect() {
    useNext();
    lifecycle.moveTo(SessionState.CONNECTING, null);
    lifecycle.connectAttempt();
    connection.connect();
  }

  /** Leaves the server, and connects with other settings, which have to prove themselves. */
  void moveTo(ServerConnection target, Trial rules) {
    use(target);
    prove(rules);
    if (lifecycle.isOpen()) {
      depart(SessionState.BACKING_OFF, null, Departure.toReturnIn(Duration.ZERO));
    } else {
      // The offer was held back, and the connection it came with has ended meanwhile.
      abandon("moved to another server");
    }
  }

  /** The settings of connections have to prove themselves, from now on. */
  void prove(Trial rules) {
    trial = rules;
  }

  /** Nothing is to be proved any more. */
  void proven() {
    trial = null;
  }

  /** Connections are made with other settings, beginning with the next one. */
  void use(ServerConnection target) {
    next = target;
  }

  /** Gives up the connection, or the wait for one; another attempt follows at once. */
  void abandon(String cause) {
    switch (lifecycle.state()) {
      case SYNCING:
      case READY:
        leaveFor(Duration.ZERO, cause);
        break;
      case CONNECTING:
        drop(CLOSE_NORMAL, cause, Duration.ZERO);
        break;
      case BACKING_OFF:
        if (departure == null) {
          timers.start(Name.RECONNECT, Duration.ZERO, this::connect);
        }
        break;
      default:
        break;
    }
  }

  /** The connection is there. */
  void connected() {
    composer.forgetServer();
    lifecycle.moveTo(SessionState.SYNCING, null);
    timers.start(Name.RESPONSE, timings.response(), this::onSilence);
    outbox.open();
  }

  /** The server said something that is meant for us. */
  void answered() {
    if (lifecycle.state() == SessionState.SYNCING) {
      timers.cancel(Name.RESPONSE);
      timers.start(Name.PROOF, timings.proof(), this::onProved);
      lifecycle.moveTo(SessionState.READY, null);
    }
  }

  /** The connection ended, or never came to be. */
  void closed(CloseCause cause) {
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
    backOff(pauseAfter(cause), cause.toString());
  }

  /** The server asks us to stay away, perhaps for how long. */
  void unavailable(@Nullable Duration retryAfter) {
    // Over HTTP a farewell would be one more request to a server that asked for none.
    String cause = "the server says it is unavailable";
    Trial rules = trial;
    leaveFor(
        rules == null ? policy.afterUnavailable(retryAfter) : rules.afterFailure(cause, retryAfter),
        cause);
  }

  /** The server does not speak the protocol. */
  void broken(CloseCause cause, int closeCode) {
    drop(closeCode, cause.toString(), pauseAfter(cause));
  }

  /** Leaves the server and comes back at once. */
  void reconnect() {
    if (lifecycle.isOpen()) {
      depart(SessionState.BACKING_OFF, null, Departure.toReturnIn(Duration.ZERO));
    }
  }

  /** Whether a farewell is on its way, or about to be. */
  boolean isLeaving() {
    return departure != null;
  }

  /** The exchange that a farewell had to wait for is over. */
  void exchangeEnded() {
    composer.confirm();
    sayGoodbye();
  }

  void stop(Runnable whenStopped) {
    Runnable others = onStopped;
    onStopped =
        () -> {
          others.run();
          whenStopped.run();
        };
    switch (lifecycle.state()) {
      case SYNCING:
      case READY:
        depart(SessionState.CLOSING, null, Departure.forGood());
        break;
      case BACKING_OFF:
        stopWhileBackingOff();
        break;
      case STOPPED:
      case CONNECTING:
        connection.abort(CLOSE_NORMAL, "agent stops");
        end();
        break;
      case CLOSING:
        break;
      case CLOSED:
        whenStopped.run();
        break;
    }
  }

  private Duration pauseAfter(CloseCause cause) {
    Trial rules = trial;
    if (rules == null) {
      return policy.afterClose(cause);
    }
    return rules.afterFailure(cause.toString(), cause.isThrottled() ? cause.retryAfter() : null);
  }

  private void useNext() {
    ServerConnection target = next;
    if (target != null) {
      next = null;
      connection.use(target.settings());
      outbox.use(target);
      // Whoever answers there may never have heard of us.
      composer.newServer(target.maxMessageBytes());
    }
  }

  private void onProved() {
    policy.proved();
    lifecycle.proved();
  }

  private void onSilence() {
    String cause = "the server does not answer";
    Trial rules = trial;
    leaveFor(rules == null ? policy.afterSilence() : rules.afterFailure(cause, null), cause);
  }

  private void leaveFor(Duration pause, String cause) {
    if (connection.isHalfDuplex()) {
      drop(CLOSE_NORMAL, cause, pause);
    } else {
      depart(SessionState.BACKING_OFF, cause, Departure.toReturnIn(pause));
    }
  }

  private void drop(int closeCode, String cause, Duration pause) {
    connection.abort(closeCode, cause);
    composer.connectionLost(connection.isHalfDuplex());
    backOff(pause, cause);
  }

  private void backOff(Duration pause, String cause) {
    quiesce();
    lifecycle.moveTo(SessionState.BACKING_OFF, cause);
    timers.start(Name.RECONNECT, pause, this::connect);
  }

  private void quiesce() {
    outbox.close();
    timers.cancel(Name.RESPONSE, Name.PROOF);
  }

  /** Leaves the connection; over HTTP an outstanding exchange ends first, if it soon does. */
  private void depart(SessionState next, @Nullable String cause, Departure where) {
    quiesce();
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

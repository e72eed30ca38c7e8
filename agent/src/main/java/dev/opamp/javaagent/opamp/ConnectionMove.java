package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.Timers.Name;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from offered settings of the connection to proven ones, or back: the candidate is kept,
 * the old connection closed, the new one opened; the first message of the server without an error
 * is the proof. Without it, in time, the old settings are used again at once.
 */
final class ConnectionMove implements OpampPart, Trial {

  private static final AgentLogger LOG = AgentLogger.get(ConnectionMove.class);
  private static final Duration TRIAL_LIMIT = Duration.ofSeconds(30);
  private static final int MAX_RETRIES = 3;
  private static final Duration MIN_RETRY = Duration.ofSeconds(1);

  /** Servers that send an agent back and forth do so no faster than this. */
  private static final int MOVES_AT_ONCE = 5;

  private static final Duration BETWEEN_MOVES = Duration.ofMinutes(5);

  private final Capabilities claimed;
  private final ConnectionOfferRules rules;
  private final ConnectionRecords records;
  private final ConnectionCycle cycle;
  private final Outbox outbox;
  private final Timers timers;
  private final Ticker ticker;
  private final TokenBucket moves;
  private ServerConnection inForce;
  private @Nullable ServerConnection candidate;
  private OpampPart.@Nullable Outcome outcome;
  private long deadline;
  private int retries;

  /**
   * @param inForce settings that work, as far as is known
   */
  ConnectionMove(
      Capabilities claimed,
      ConnectionOfferRules rules,
      ConnectionRecords records,
      ServerConnection inForce,
      ConnectionCycle cycle,
      Outbox outbox,
      Timers timers,
      Ticker ticker) {
    this.claimed = claimed;
    this.rules = rules;
    this.records = records;
    this.inForce = inForce;
    this.cycle = cycle;
    this.outbox = outbox;
    this.timers = timers;
    this.ticker = ticker;
    this.moves = new TokenBucket(ticker, MOVES_AT_ONCE, BETWEEN_MOVES);
  }

  /** The settings that work, as far as is known. */
  ServerConnection inForce() {
    return inForce;
  }

  @Override
  public void apply(OpAMPConnectionSettings offer, byte[] hash, Outcome outcomeOfAll) {
    long seconds = offer.getHeartbeatIntervalSeconds();
    Outcome result =
        seconds == 0 || claimed.has(Capabilities.REPORTS_HEARTBEAT)
            ? outcomeOfAll
            : withoutHeartbeats(outcomeOfAll);
    if (isHeartbeatAlone(offer)) {
      heartbeat(seconds, hash);
      result.done(Collections.emptyList());
      return;
    }
    try {
      if (!claimed.has(Capabilities.ACCEPTS_OPAMP_CONNECTION_SETTINGS)) {
        if (seconds != 0) {
          heartbeat(seconds, hash);
        }
        throw new BadOfferException("not supported by this agent or switched off locally");
      }
      consider(rules.next(inForce, offer, hash), result);
    } catch (BadOfferException e) {
      LOG.warn("offered settings of the connection were refused: " + e.getMessage());
      result.done(Collections.singletonList(e.reasonFor("opamp")));
    }
  }

  /** The process starts with settings that were to prove themselves when the last one ended. */
  void resume(ServerConnection unproved, Outcome result) {
    candidate = unproved;
    outcome = result;
    startTrial();
    cycle.use(unproved);
    cycle.prove(this);
  }

  /** The server said something without an error: the connection works. */
  void proved() {
    ServerConnection proven = candidate;
    if (proven != null) {
      inForce = proven;
      records.accept(proven);
      LOG.info("the offered settings of the connection work, and are kept");
      end().done(Collections.emptyList());
    }
  }

  /** The server did not like the first report; returns whether that decides a trial. */
  boolean refused() {
    if (candidate == null) {
      return false;
    }
    fail("the server answered with an error");
    return true;
  }

  @Override
  public Duration afterFailure(String reason, @Nullable Duration asked) {
    if (asked != null && retries < MAX_RETRIES) {
      Duration wait = asked.compareTo(MIN_RETRY) < 0 ? MIN_RETRY : asked;
      if (wait.compareTo(Duration.ofNanos(deadline - ticker.nanos())) < 0) {
        retries++;
        return wait;
      }
    }
    giveUp(reason);
    return Duration.ZERO;
  }

  /** The interval is ignored, so that the offer is never applied as a whole. */
  private static Outcome withoutHeartbeats(Outcome result) {
    return new Outcome() {
      @Override
      public void applying() {
        result.applying();
      }

      @Override
      public void done(List<String> problems) {
        List<String> all = new ArrayList<>(problems);
        all.add(
            "opamp: heartbeat_interval_seconds: not supported by this agent or switched off"
                + " locally");
        result.done(all);
      }
    };
  }

  private static boolean isHeartbeatAlone(OpAMPConnectionSettings offer) {
    return offer.toBuilder()
        .clearHeartbeatIntervalSeconds()
        .build()
        .equals(OpAMPConnectionSettings.getDefaultInstance());
  }

  private void heartbeat(long seconds, byte[] hash) {
    outbox.heartbeatInterval(seconds);
    inForce = inForce.withHeartbeat(seconds, hash);
    records.accept(inForce);
  }

  private void consider(ServerConnection wanted, Outcome result) throws BadOfferException {
    if (wanted.connectsLike(inForce)) {
      Long seconds = wanted.heartbeatSeconds();
      if (seconds != null) {
        outbox.heartbeatInterval(seconds);
      }
      inForce = wanted;
      records.accept(wanted);
      result.done(Collections.emptyList());
    } else if (moves.tryTake()) {
      move(wanted, result);
    } else {
      throw new BadOfferException("the connection was moved too often lately");
    }
  }

  private void move(ServerConnection wanted, Outcome result) {
    records.saveCandidate(wanted);
    candidate = wanted;
    outcome = result;
    result.applying();
    outbox.flushNow();
    startTrial();
    cycle.moveTo(wanted, this);
  }

  private void startTrial() {
    retries = 0;
    deadline = ticker.nanos() + TRIAL_LIMIT.toNanos();
    timers.start(Name.TRIAL, TRIAL_LIMIT, () -> fail("no answer of the server in time"));
  }

  private void fail(String reason) {
    giveUp(reason);
    cycle.abandon(reason);
  }

  private void giveUp(String reason) {
    LOG.warn("the offered settings of the connection do not work, back to the old ones: " + reason);
    records.eraseCandidate();
    cycle.use(inForce);
    end().done(Collections.singletonList("opamp: " + reason));
  }

  private Outcome end() {
    Outcome told = outcome;
    candidate = null;
    outcome = null;
    timers.cancel(Name.TRIAL);
    cycle.proven();
    if (told == null) {
      throw new IllegalStateException("no trial");
    }
    return told;
  }
}

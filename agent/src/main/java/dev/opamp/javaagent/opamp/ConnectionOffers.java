package dev.opamp.javaagent.opamp;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells new offers of connection settings from repeated ones, hands their parts to who deals with
 * them, and makes one status of what becomes of all. The hash decides what is new; only of an empty
 * one, a fault of the server, the content.
 */
final class ConnectionOffers {

  private static final AgentLogger LOG = AgentLogger.get(ConnectionOffers.class);
  private static final int DESTINATIONS_SECONDS = 20;
  private static final int BURST = 10;
  private static final Duration GAP = Duration.ofSeconds(1);

  private final ConnectionSettingsDecoder decoder;
  private final OfferListener listener;
  private final OpampPart opampPart;
  private final Consumer<ConnectionSettingsStatusSnapshot> status;
  private final SerialExecutor executor;
  private final Timers timers;
  private final TokenBucket bucket;
  private ConnectionSettingsOffers last;
  private @Nullable OfferProgress newest;

  /**
   * @param known status of the last offer of an earlier run, null when there is none
   * @param status learns every change of the status
   */
  ConnectionOffers(
      Capabilities claimed,
      OfferListener listener,
      OpampPart opampPart,
      @Nullable ConnectionSettingsStatusSnapshot known,
      Consumer<ConnectionSettingsStatusSnapshot> status,
      SerialExecutor executor,
      Timers timers,
      Ticker ticker) {
    this.decoder = new ConnectionSettingsDecoder(claimed);
    this.listener = listener;
    this.opampPart = opampPart;
    this.status = status;
    this.executor = executor;
    this.timers = timers;
    this.bucket = new TokenBucket(ticker, BURST, GAP);
    this.last =
        ConnectionSettingsOffers.newBuilder()
            .setHash(known == null ? ByteString.EMPTY : ByteString.copyFrom(known.hash()))
            .build();
  }

  void onOffer(ConnectionSettingsOffers offer) {
    if (isRepeated(offer)) {
      return;
    }
    // The content counts only without a hash, and may be large.
    last =
        offer.getHash().isEmpty()
            ? offer
            : ConnectionSettingsOffers.newBuilder().setHash(offer.getHash()).build();
    timers.cancel(Timers.Name.CONNECTION_OFFER, Timers.Name.DESTINATIONS);
    Duration wait = bucket.untilNext();
    if (wait.isZero()) {
      begin(offer);
    } else {
      LOG.debug("connection settings change too fast, the newest wait " + wait);
      timers.start(Timers.Name.CONNECTION_OFFER, wait, () -> begin(offer));
    }
  }

  /**
   * An offer of an earlier run, whose OpAMP part was not decided when the process ended, is dealt
   * with again.
   *
   * @return to be told the end of it
   */
  OpampPart.Outcome resume(byte[] hash) {
    last = ConnectionSettingsOffers.newBuilder().setHash(ByteString.copyFrom(hash)).build();
    OfferProgress progress = new OfferProgress(hash, Collections.emptyList());
    newest = progress;
    progress.destinationsDone(Collections.emptyList());
    status.accept(progress.status());
    return outcomeOf(progress);
  }

  private boolean isRepeated(ConnectionSettingsOffers offer) {
    if (offer.getHash().isEmpty()) {
      return offer.equals(last.toBuilder().clearHash().build()) || isWithoutParts(offer);
    }
    return offer.getHash().equals(last.getHash());
  }

  private static boolean isWithoutParts(ConnectionSettingsOffers offer) {
    return offer.toBuilder().clearHash().build().getSerializedSize() == 0;
  }

  private void begin(ConnectionSettingsOffers offer) {
    bucket.take();
    byte[] hash = offer.getHash().toByteArray();
    ReceivedConnectionSettings received = decoder.decode(offer);
    OfferProgress progress = new OfferProgress(hash, received.problems());
    newest = progress;
    deliver(received.destinations(), progress);
    OpAMPConnectionSettings opamp = received.opamp();
    if (opamp == null) {
      progress.opampDone(Collections.emptyList());
    } else {
      opampPart.apply(opamp, hash, outcomeOf(progress));
    }
    report(progress);
  }

  private OpampPart.Outcome outcomeOf(OfferProgress progress) {
    return new OpampPart.Outcome() {
      @Override
      public void applying() {
        report(progress);
      }

      @Override
      public void done(List<String> problems) {
        progress.opampDone(problems);
        reportEnd(progress);
      }
    };
  }

  private void deliver(ConnectionSettingsOffer offer, OfferProgress progress) {
    if (offer.isEmpty()) {
      progress.destinationsDone(Collections.emptyList());
      return;
    }
    timers.start(
        Timers.Name.DESTINATIONS,
        Duration.ofSeconds(DESTINATIONS_SECONDS),
        () -> destinationsDone(progress, unfinished(offer)));
    Throwable thrown =
        Contained.run(
            "connection settings listener",
            () ->
                listener.onConnectionSettings(
                    offer,
                    problems -> executor.execute(() -> destinationsDone(progress, problems))));
    if (thrown != null) {
      String failure = "the agent failed: " + thrown.getClass().getSimpleName();
      destinationsDone(progress, Collections.singletonList(failure));
    }
  }

  private static List<String> unfinished(ConnectionSettingsOffer offer) {
    List<String> problems = new ArrayList<>();
    for (String part : offer.parts()) {
      problems.add(part + ": did not finish within " + DESTINATIONS_SECONDS + " s");
    }
    return problems;
  }

  private void destinationsDone(OfferProgress progress, List<String> problems) {
    progress.destinationsDone(problems);
    if (progress == newest) {
      timers.cancel(Timers.Name.DESTINATIONS);
    }
    reportEnd(progress);
  }

  private void reportEnd(OfferProgress progress) {
    if (progress.isComplete()) {
      report(progress);
    }
  }

  /** Only the newest offer has a status; what older ones changed stays as it is. */
  private void report(OfferProgress progress) {
    if (progress == newest) {
      status.accept(progress.status());
    }
  }
}

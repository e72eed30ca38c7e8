package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.Arrays;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * What the server is told about offers: always about the last one received, never about an older
 * one after that. Thread-safe.
 */
final class OfferStatus {

  private final AgentReporter reporter;
  private @Nullable RemoteConfigOffer last;
  private boolean open;
  private @Nullable RemoteConfigStatusSnapshot told;

  OfferStatus(AgentReporter reporter) {
    this.reporter = reporter;
  }

  /** Takes note of an offer; returns false when it is the last one again. */
  synchronized boolean received(RemoteConfigOffer offer) {
    if (last != null && isSame(last, offer)) {
      return false;
    }
    last = offer;
    open = true;
    report(offer, RemoteConfigState.APPLYING, "");
    return true;
  }

  /** Takes note of an offer that was received in an earlier run, without a report. */
  synchronized void restored(RemoteConfigOffer offer) {
    if (last == null) {
      last = offer;
      open = true;
    }
  }

  /** Reports the end of an offer, unless a newer one has arrived. */
  synchronized void outcome(RemoteConfigStatusSnapshot status, RemoteConfigOffer offer) {
    if (last == offer) {
      open = false;
      told = status;
      reporter.reportRemoteConfigStatus(status);
    }
  }

  /** Returns the last offer when it has ended, and is not in force as it was offered. */
  synchronized @Nullable RemoteConfigOffer refused() {
    boolean failed = !open && told != null && told.state() == RemoteConfigState.FAILED;
    return failed ? last : null;
  }

  /** Whether this is what the server was told last. */
  synchronized boolean isTold(RemoteConfigStatusSnapshot status) {
    return told != null
        && told.state() == status.state()
        && told.errorMessage().equals(status.errorMessage());
  }

  /**
   * Reports that the last offer, once applied, no longer is; one still waiting gets its own end.
   *
   * @return what was reported, if anything was
   */
  synchronized @Nullable RemoteConfigStatusSnapshot failed(String message) {
    return last == null || open ? null : report(last, RemoteConfigState.FAILED, message);
  }

  private RemoteConfigStatusSnapshot report(
      RemoteConfigOffer offer, RemoteConfigState state, String message) {
    RemoteConfigStatusSnapshot status =
        new RemoteConfigStatusSnapshot(offer.hash(), state, message);
    told = status;
    reporter.reportRemoteConfigStatus(status);
    return status;
  }

  /** The hash decides; without one, which is a fault of the server, the content does. */
  private static boolean isSame(RemoteConfigOffer one, RemoteConfigOffer other) {
    if (!Arrays.equals(one.hash(), other.hash())) {
      return false;
    }
    if (one.hash().length > 0) {
      return true;
    }
    if (one.files() == null || other.files() == null) {
      return one.files() == other.files();
    }
    return new HashSet<>(one.files()).equals(new HashSet<>(other.files()));
  }
}

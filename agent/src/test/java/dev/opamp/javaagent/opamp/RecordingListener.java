package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.identity.InstanceUid;
import java.util.ArrayList;
import java.util.List;

/** Writes down everything the session tells the rest of the agent. */
final class RecordingListener implements SessionListener, OfferListener, InstanceUidListener {

  final List<SessionState> states = new ArrayList<>();
  final List<String> causes = new ArrayList<>();
  final List<RemoteConfigOffer> configs = new ArrayList<>();
  final List<ConnectionSettingsOffer> connections = new ArrayList<>();
  final List<InstanceUid> uids = new ArrayList<>();
  int restarts;
  int attempts;
  int bytesSent;
  int bytesReceived;
  Error thrownByOffers;

  /** What becomes of offered destinations; null leaves them open. */
  List<String> destinationProblems = List.of();

  ConnectionSettingsOutcome lastOutcome;

  @Override
  public void onState(SessionState state, String cause) {
    states.add(state);
    causes.add(cause);
  }

  @Override
  public void onMessageSent(int bytes) {
    bytesSent += bytes;
  }

  @Override
  public void onMessageReceived(int bytes) {
    bytesReceived += bytes;
  }

  @Override
  public void onConnectAttempt() {
    attempts++;
  }

  @Override
  public void onRemoteConfig(RemoteConfigOffer offer) {
    configs.add(offer);
    throwIfAsked();
  }

  @Override
  public void onConnectionSettings(
      ConnectionSettingsOffer offer, ConnectionSettingsOutcome outcome) {
    connections.add(offer);
    lastOutcome = outcome;
    throwIfAsked();
    if (destinationProblems != null) {
      outcome.done(destinationProblems);
    }
  }

  @Override
  public void onRestart() {
    restarts++;
    throwIfAsked();
  }

  @Override
  public void onInstanceUid(InstanceUid assigned) {
    uids.add(assigned);
  }

  private void throwIfAsked() {
    if (thrownByOffers != null) {
      throw thrownByOffers;
    }
  }
}

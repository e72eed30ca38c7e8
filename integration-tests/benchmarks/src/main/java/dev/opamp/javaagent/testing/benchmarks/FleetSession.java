package dev.opamp.javaagent.testing.benchmarks;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.SystemTicker;
import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentReport;
import dev.opamp.javaagent.opamp.Capabilities;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.ConnectionSettingsOutcome;
import dev.opamp.javaagent.opamp.CustomMessages;
import dev.opamp.javaagent.opamp.OfferListener;
import dev.opamp.javaagent.opamp.OpampClient;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import dev.opamp.javaagent.opamp.SessionConfig;
import dev.opamp.javaagent.opamp.SessionListener;
import dev.opamp.javaagent.opamp.SessionState;
import dev.opamp.javaagent.opamp.SessionTimings;
import dev.opamp.javaagent.opamp.transport.TransportFactory;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One agent without an SDK: the protocol and its transport, as in the product. */
final class FleetSession implements SessionListener, OfferListener {

  private final OpampClient client;
  private long readyAtNanos;
  private long attemptAtNanos;
  private boolean ready;
  private int attempts;

  FleetSession(int number, URI endpoint, SerialExecutor executor) {
    InstanceUid uid = InstanceUid.random();
    AgentReport report =
        AgentReport.empty()
            .withDescription(
                new AgentDescriptionSnapshot(
                    Map.of("service.name", "fleet-" + number, "service.instance.id", "" + uid),
                    Map.of()));
    this.client =
        new OpampClient(
            new SessionConfig(
                ConnectionSettings.builder(endpoint).build(),
                Capabilities.all(),
                uid,
                false,
                report,
                SessionTimings.defaults(),
                ConnectionOfferSettings.defaults(),
                new NothingKept(),
                new NothingKept()),
            (settings, listener) ->
                TransportFactory.create(settings, uid::toString, listener, executor),
            executor,
            new SystemTicker(),
            new Random(),
            this,
            this,
            assigned -> {},
            CustomMessages.none(new SystemTicker()));
  }

  void start() {
    client.start();
  }

  Future<Void> stop() {
    return client.stop();
  }

  synchronized boolean isReady() {
    return ready;
  }

  /** When the server last answered a first report. */
  synchronized long readyAtNanos() {
    return readyAtNanos;
  }

  /** When the server was last tried. */
  synchronized long attemptAtNanos() {
    return attemptAtNanos;
  }

  /** Connection attempts since the last {@link #forget}. */
  synchronized int attempts() {
    return attempts;
  }

  synchronized void forget() {
    attempts = 0;
    ready = false;
  }

  @Override
  public synchronized void onState(SessionState state, @Nullable String cause) {
    ready = state == SessionState.READY;
    if (ready) {
      readyAtNanos = System.nanoTime();
    }
  }

  @Override
  public synchronized void onConnectAttempt() {
    attempts++;
    attemptAtNanos = System.nanoTime();
  }

  @Override
  public void onMessageSent(int bytes) {}

  @Override
  public void onMessageReceived(int bytes) {}

  @Override
  public void onRemoteConfig(RemoteConfigOffer offer) {}

  @Override
  public void onConnectionSettings(
      ConnectionSettingsOffer offer, ConnectionSettingsOutcome outcome) {}

  @Override
  public void onRestart() {}
}

package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The agent's end of OpAMP, for the rest of the agent. Thread-safe; no method blocks or throws:
 * each enqueues on the session's executor.
 */
public final class OpampClient implements AgentReporter {

  private final SerialExecutor executor;
  private final OpampSession session;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /**
   * Makes a client that does nothing before {@link #start}.
   *
   * @param executor runs the session; its owner closes it after {@link #stop} has completed
   * @param random source of the jitter; used on the executor alone
   * @param custom what is spoken beyond OpAMP
   */
  public OpampClient(
      SessionConfig config,
      TransportFactory transports,
      SerialExecutor executor,
      Ticker ticker,
      Random random,
      OfferListener offers,
      SessionListener listener,
      InstanceUidListener uidListener,
      CustomMessages custom) {
    this.executor = executor;
    this.session =
        new OpampSession(
            config, transports, executor, ticker, random, offers, listener, uidListener, custom);
  }

  /** Starts connecting, and goes on trying until {@link #stop}. Without effect a second time. */
  public void start() {
    executor.execute(session::start);
  }

  /**
   * Says goodbye, closes the connection, connects again and reports everything; what the Restart
   * command ends with. Without a connection the next one brings the full report.
   */
  public void reconnect() {
    executor.execute(session::reconnect);
  }

  /**
   * Says goodbye if there is a connection, opens none otherwise, and releases the transport.
   *
   * @return completes when all is closed, within the closing time of {@link SessionTimings} and a
   *     second; never when the executor is closed before
   */
  public Future<Void> stop() {
    executor.execute(() -> session.stop(() -> stopped.complete(null)));
    return stopped;
  }

  /**
   * Keeps another interval between messages without a reason: polls over plain HTTP, heartbeats
   * over WebSocket unless those are switched off locally. It counts more than an offered interval.
   *
   * @param interval null for what counts otherwise
   */
  public void poll(@Nullable Duration interval) {
    executor.execute(() -> session.poll(interval));
  }

  /** Reports what a configuration could use; the server is told the hash until it asks for more. */
  public void reportAvailableComponents(AvailableComponentsSnapshot components) {
    executor.execute(() -> session.reportAvailableComponents(components));
  }

  @Override
  public void reportDescription(AgentDescriptionSnapshot description) {
    executor.execute(() -> session.reportDescription(description));
  }

  @Override
  public void reportHealth(ComponentHealthSnapshot health) {
    executor.execute(() -> session.reportHealth(health));
  }

  @Override
  public void reportEffectiveConfig(List<ConfigFile> files) {
    executor.execute(() -> session.reportEffectiveConfig(files));
  }

  @Override
  public void reportRemoteConfigStatus(RemoteConfigStatusSnapshot status) {
    executor.execute(() -> session.remoteConfigStatus(status));
  }
}

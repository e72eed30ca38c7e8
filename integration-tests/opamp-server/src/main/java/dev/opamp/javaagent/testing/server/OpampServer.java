package dev.opamp.javaagent.testing.server;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsOffers;
import dev.opamp.javaagent.opamp.proto.ConnectionSettingsStatus;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.server.console.ConsoleListener;
import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.FleetListener;
import dev.opamp.javaagent.testing.server.fleet.Offers;
import dev.opamp.javaagent.testing.server.fleet.OwnTelemetry;
import dev.opamp.javaagent.testing.server.fleet.ReceivedMessage;
import dev.opamp.javaagent.testing.server.fleet.ServerCommands;
import dev.opamp.javaagent.testing.server.transport.OpampListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A real OpAMP server with a console. Stopping and starting the same object keeps what it knows and
 * its ports; a new object has forgotten everything, like a replaced server.
 */
public final class OpampServer implements AutoCloseable {

  private final AgentFleet fleet;
  private final OpampListener opamp;
  private final LocalEndpoints endpoints;
  private final @Nullable ConsoleListener console;
  private final SilenceWatch silenceWatch;

  OpampServer(OpampServerBuilder settings) {
    fleet = settings.newFleet();
    opamp = settings.newOpampListener(fleet);
    endpoints = new LocalEndpoints(opamp, settings.encrypted(), settings.path());
    console = settings.newConsole(fleet, endpoints);
    silenceWatch = new SilenceWatch(fleet, settings.httpPollInterval());
  }

  /** Everything has a default: see {@link OpampServerBuilder}. */
  public static OpampServerBuilder builder() {
    return new OpampServerBuilder();
  }

  /**
   * Opens both ports.
   *
   * @throws IllegalStateException when a port is taken; the message names it
   */
  public OpampServer start() {
    try {
      opamp.start();
      if (console != null) {
        console.start();
      }
      silenceWatch.start();
      return this;
    } catch (Exception e) {
      stop();
      throw new IllegalStateException("the OpAMP server cannot start: " + e.getMessage(), e);
    }
  }

  /** Closes both ports; agents are told with WebSocket close code 1001. */
  public void stop() {
    try {
      silenceWatch.stop();
      if (console != null) {
        console.stop();
      }
      opamp.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the OpAMP server cannot stop: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** The open OpAMP port. */
  public int opampPort() {
    return opamp.port();
  }

  /** The open console port; 0 without a console. */
  public int consolePort() {
    return console == null ? 0 : console.port();
  }

  /** For {@code otel.opamp.endpoint}: {@code ws://…} or {@code wss://…}. */
  public String webSocketEndpoint() {
    return endpoints.webSocket();
  }

  /** For {@code otel.opamp.endpoint}: {@code http://…} or {@code https://…}. */
  public String httpEndpoint() {
    return endpoints.http();
  }

  /** Every agent seen or expected, in the order of first contact. */
  public List<AgentSnapshot> agents() {
    return fleet.agents();
  }

  /** One agent. */
  public Optional<AgentSnapshot> agent(UUID uid) {
    return fleet.agent(uid);
  }

  /** The newest messages of one agent, oldest first. */
  public List<ReceivedMessage> messages(UUID uid) {
    return fleet.messages(uid);
  }

  /**
   * Offers files by name, under the SHA-256 of their content.
   *
   * @return the hash, for {@link #awaitStatus}
   */
  public ByteString offerConfig(UUID uid, Map<String, ConfigText> files) {
    AgentRemoteConfig offer = Offers.hashed(ConfigText.toProto(files));
    fleet.offer(uid, offer);
    return offer.getConfigHash();
  }

  /** Offers files under any hash, an empty one included. */
  public void offerConfig(UUID uid, Map<String, ConfigText> files, ByteString hash) {
    fleet.offer(uid, Offers.config(ConfigText.toProto(files), hash));
  }

  /** Offers one nameless YAML file. */
  public ByteString offerYaml(UUID uid, String yaml) {
    return offerConfig(uid, Map.of("", ConfigText.yaml(yaml)));
  }

  /** Offers the empty map: the agent falls back to its start-up configuration. */
  public ByteString removeConfig(UUID uid) {
    return offerConfig(uid, Map.of());
  }

  /**
   * Offers destinations for the agent's own telemetry.
   *
   * @return the hash of the offer
   */
  public ByteString offerOwnTelemetry(UUID uid, OwnTelemetry destinations) {
    return offerConnectionSettings(uid, destinations.toProto());
  }

  /** Offers any connection settings; the hash is computed. */
  public ByteString offerConnectionSettings(UUID uid, ConnectionSettingsOffers settings) {
    ConnectionSettingsOffers offer = Offers.hashed(settings);
    fleet.offer(uid, offer);
    return offer.getHash();
  }

  /** Sends the restart command. */
  public void restart(UUID uid) {
    sendRaw(uid, ServerCommands.restart(uid));
  }

  /** Asks for the full state. */
  public void requestFullState(UUID uid) {
    sendRaw(uid, ServerCommands.reportFullState(uid));
  }

  /** Asks for the available components themselves, beyond their hash. */
  public void requestAvailableComponents(UUID uid) {
    sendRaw(uid, ServerCommands.reportAvailableComponents(uid));
  }

  /** Sends a message of a custom capability; see {@link OpampServerBuilder#customCapabilities}. */
  public void sendCustomMessage(UUID uid, String capability, String type, ByteString data) {
    sendRaw(
        uid,
        ServerCommands.custom(
            uid,
            CustomMessage.newBuilder()
                .setCapability(capability)
                .setType(type)
                .setData(data)
                .build()));
  }

  /** Sends a message unchanged: at once on a WebSocket, as the whole next response over HTTP. */
  public void sendRaw(UUID uid, ServerToAgent message) {
    fleet.send(uid, message);
  }

  /** Tells the listener of every agent there is, then of every change. */
  public void subscribe(FleetListener listener) {
    fleet.subscribe(listener);
  }

  /** Ends a subscription. */
  public void unsubscribe(FleetListener listener) {
    fleet.unsubscribe(listener);
  }

  /**
   * Waits for an agent that fulfils a condition.
   *
   * @throws TimeoutException when there is none in time; the message lists the agents there are
   */
  public AgentSnapshot awaitAgent(Predicate<AgentSnapshot> condition, Duration timeout)
      throws InterruptedException, TimeoutException {
    return fleet
        .await(() -> fleet.agents().stream().filter(condition).findFirst(), timeout)
        .orElseThrow(() -> new TimeoutException("no such agent in " + timeout + ": " + agents()));
  }

  /**
   * Waits until the agent reports APPLIED or FAILED for the hash.
   *
   * @throws TimeoutException when it does not in time; the message holds its last status
   */
  public RemoteConfigStatus awaitStatus(UUID uid, ByteString hash, Duration timeout)
      throws InterruptedException, TimeoutException {
    return fleet
        .await(() -> fleet.agent(uid).filter(agent -> agent.settled(hash)), timeout)
        .map(AgentSnapshot::remoteConfigStatus)
        .orElseThrow(
            () ->
                new TimeoutException(
                    "not settled in "
                        + timeout
                        + ": "
                        + agent(uid).map(AgentSnapshot::remoteConfigStatus)));
  }

  /**
   * Waits until the agent reports APPLIED or FAILED for connection settings of that hash.
   *
   * @throws TimeoutException when it does not in time; the message holds its last status
   */
  public ConnectionSettingsStatus awaitConnectionStatus(UUID uid, ByteString hash, Duration timeout)
      throws InterruptedException, TimeoutException {
    return fleet
        .await(
            () ->
                fleet
                    .agent(uid)
                    .map(agent -> agent.state().getConnectionSettingsStatus())
                    .filter(status -> status.getLastConnectionSettingsHash().equals(hash))
                    .filter(OpampServer::isSettled),
            timeout)
        .orElseThrow(
            () ->
                new TimeoutException(
                    "not settled in "
                        + timeout
                        + ": "
                        + agent(uid).map(agent -> agent.state().getConnectionSettingsStatus())));
  }

  private static boolean isSettled(ConnectionSettingsStatus status) {
    return switch (status.getStatus()) {
      case ConnectionSettingsStatuses_APPLIED, ConnectionSettingsStatuses_FAILED -> true;
      default -> false;
    };
  }

  /**
   * Waits for a message of one agent, sent before or after this call.
   *
   * @throws TimeoutException when there is none in time
   */
  public ReceivedMessage awaitMessage(
      UUID uid, Predicate<ReceivedMessage> condition, Duration timeout)
      throws InterruptedException, TimeoutException {
    return fleet
        .await(() -> fleet.messages(uid).stream().filter(condition).findFirst(), timeout)
        .orElseThrow(() -> new TimeoutException("no such message in " + timeout));
  }

  /** Cuts every agent's TCP connection without a goodbye. */
  public void killConnections() {
    opamp.killConnections();
  }

  /** Answers every connection attempt and poll with this status until {@link #acceptAgain()}. */
  public void refuse(int httpStatus, @Nullable Duration retryAfter) {
    opamp.refusals().refuse(httpStatus, retryAfter);
  }

  /** Ends {@link #refuse}. */
  public void acceptAgain() {
    opamp.refusals().accept();
  }
}

package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.concurrent.ManualScheduler;
import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** A client on a manual clock and a recorded transport; the test is server and network. */
final class SessionFixture {

  static final InstanceUid UID = InstanceUid.parse("01936bcd-0000-7000-8000-000000000001");
  static final ServerToAgent ACK = ServerToAgent.getDefaultInstance();

  final ManualScheduler scheduler = new ManualScheduler();
  final RecordingListener listener = new RecordingListener();

  /** Of each connection there ever was, in order, how it was made. */
  final List<ConnectionSettings> connections = new ArrayList<>();

  /** The one in use. */
  RecordingTransport transport;

  final boolean halfDuplex;
  Capabilities capabilities = Capabilities.all();
  AgentReport report =
      AgentReport.empty()
          .withDescription(description("shop"))
          .withHealth(health("ok"))
          .withEffectiveConfig(List.of(file("a: 1")));
  List<CustomCapability> custom = List.of();
  Executor handlers = scheduler;
  boolean requestUid;
  ConnectionOfferSettings allowed = ConnectionOfferSettings.defaults();
  MemoryConnectionStore store = new MemoryConnectionStore();
  FakeClientKeys keys = new FakeClientKeys();
  Random random = new Random(42);
  ConnectionSettings settings;
  OpampClient client;
  private int seen;

  SessionFixture(boolean halfDuplex) {
    this.halfDuplex = halfDuplex;
    this.transport = new RecordingTransport(halfDuplex);
    this.settings = settings().build();
  }

  ConnectionSettings.Builder settings() {
    return ConnectionSettings.builder(
        URI.create(halfDuplex ? "http://localhost/v1/opamp" : "ws://localhost/v1/opamp"));
  }

  SessionFixture start() {
    build().start();
    scheduler.runAll();
    return this;
  }

  OpampClient build() {
    SessionConfig config =
        new SessionConfig(
            settings,
            capabilities,
            UID,
            requestUid,
            report,
            SessionTimings.defaults(),
            allowed,
            store,
            keys);
    client =
        new OpampClient(
            config,
            (connection, events) -> {
              RecordingTransport made = made(connection);
              made.listener = events;
              return made;
            },
            scheduler,
            scheduler,
            random,
            listener,
            listener,
            listener,
            new CustomMessages(custom, handlers, scheduler));
    return client;
  }

  /** Another client with the same memory, as after a restart of the process. */
  SessionFixture restarted() {
    SessionFixture next = new SessionFixture(halfDuplex);
    next.settings = settings;
    next.allowed = allowed;
    next.store = store;
    next.keys = keys;
    return next;
  }

  /** All transports write into one list of calls: there is one order of things. */
  private RecordingTransport made(ConnectionSettings connection) {
    connections.add(connection);
    if (connections.size() > 1) {
      transport = transport.successor(!connection.isWebSocket());
    }
    return transport;
  }

  SessionFixture connected() {
    transport.listener.onConnected(transport.epoch);
    scheduler.runAll();
    return this;
  }

  /** Started, connected, first report answered and out of the way. */
  SessionFixture ready() {
    start().connected().reply(ACK);
    take();
    return this;
  }

  /** As {@link #ready}, and so long ago that the connection counts as working. */
  SessionFixture proved() {
    ready().advance(SessionTimings.defaults().proof());
    return this;
  }

  SessionFixture reply(ServerToAgent message) {
    transport.listener.onDelivered(transport.epoch);
    transport.listener.onMessage(transport.epoch, message);
    scheduler.runAll();
    return this;
  }

  /** The server speaks: over HTTP it has to be polled first. */
  SessionFixture push(ServerToAgent message) {
    if (transport.isHalfDuplex()) {
      advance(settings.pollInterval());
      take();
    }
    return reply(message);
  }

  /** The server offers something; the status that answers is out of the way. */
  SessionFixture offered(ServerToAgent message) {
    boolean answered = !push(message).settle().take().isEmpty();
    return answered && transport.isHalfDuplex() ? reply(ACK) : this;
  }

  SessionFixture closed(CloseCause.Kind kind, int code) {
    return closed(new CloseCause(kind, code, "test", null));
  }

  SessionFixture closed(CloseCause cause) {
    transport.listener.onClosed(transport.epoch, cause);
    scheduler.runAll();
    return this;
  }

  SessionFixture broken() {
    return closed(CloseCause.Kind.NETWORK, 0);
  }

  SessionFixture advance(Duration time) {
    scheduler.advance(time);
    return this;
  }

  /** Lets merged changes out. */
  SessionFixture settle() {
    return advance(Duration.ofMillis(100));
  }

  /** Lets time pass in steps until the next connection attempt; returns how much. */
  Duration untilAttempt() {
    int before = listener.attempts;
    long from = scheduler.nanos();
    while (listener.attempts == before) {
      scheduler.advance(scheduler.untilNext());
    }
    return Duration.ofNanos(scheduler.nanos() - from);
  }

  /** Returns what was sent since the last look. */
  List<AgentToServer> take() {
    List<AgentToServer> fresh = List.copyOf(transport.sent.subList(seen, transport.sent.size()));
    seen = transport.sent.size();
    return fresh;
  }

  /** Returns the one message sent since the last look. */
  AgentToServer takeOne() {
    List<AgentToServer> fresh = take();
    if (fresh.size() != 1) {
      throw new AssertionError("expected one message, got " + fresh);
    }
    return fresh.get(0);
  }

  Future<Void> stop() {
    Future<Void> stopped = client.stop();
    scheduler.runAll();
    return stopped;
  }

  SessionState state() {
    List<SessionState> states = listener.states;
    return states.isEmpty() ? SessionState.STOPPED : states.get(states.size() - 1);
  }

  static AgentDescriptionSnapshot description(String service) {
    return new AgentDescriptionSnapshot(
        Map.of("service.name", service), Map.of("process.pid", 7L, "host.name", "here"));
  }

  static ComponentHealthSnapshot health(String status) {
    return new ComponentHealthSnapshot(
        true,
        1,
        status,
        "",
        2,
        Map.of("sdk", new ComponentHealthSnapshot(true, 1, "ok", "", 2, Map.of())));
  }

  static ConfigFile file(String body) {
    return new ConfigFile("", "text/yaml", body.getBytes(StandardCharsets.UTF_8));
  }

  static RemoteConfigStatusSnapshot status(String hash, RemoteConfigState state) {
    return new RemoteConfigStatusSnapshot(hash.getBytes(StandardCharsets.UTF_8), state, "");
  }
}

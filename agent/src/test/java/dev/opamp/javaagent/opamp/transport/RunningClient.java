package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.concurrent.SystemTicker;
import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentReport;
import dev.opamp.javaagent.opamp.Capabilities;
import dev.opamp.javaagent.opamp.CustomMessages;
import dev.opamp.javaagent.opamp.FakeClientKeys;
import dev.opamp.javaagent.opamp.MemoryConnectionStore;
import dev.opamp.javaagent.opamp.OfferListener;
import dev.opamp.javaagent.opamp.OpampClient;
import dev.opamp.javaagent.opamp.SessionConfig;
import dev.opamp.javaagent.opamp.SessionListener;
import dev.opamp.javaagent.opamp.SessionState;
import dev.opamp.javaagent.opamp.SessionTimings;
import dev.opamp.javaagent.settings.ConnectionOfferSettings;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A client as the agent runs it, on a thread of its own and a real transport. */
final class RunningClient implements AutoCloseable {

  final OpampClient client;
  private final ThreadSerialExecutor session =
      new ThreadSerialExecutor("session", Duration.ofSeconds(1));

  RunningClient(URI endpoint, OfferListener offers) {
    client =
        new OpampClient(
            new SessionConfig(
                ConnectionSettings.builder(endpoint).build(),
                Capabilities.all(),
                InstanceUid.parse(Messages.UID),
                false,
                AgentReport.empty()
                    .withDescription(
                        new AgentDescriptionSnapshot(Map.of("service.name", "shop"), Map.of())),
                SessionTimings.defaults(),
                ConnectionOfferSettings.defaults(),
                new MemoryConnectionStore(),
                new FakeClientKeys()),
            (settings, listener) ->
                TransportFactory.create(settings, () -> Messages.UID, listener, session),
            session,
            new SystemTicker(),
            new Random(1),
            offers,
            new NobodyListens(),
            assigned -> {},
            CustomMessages.none(new SystemTicker()));
    client.start();
  }

  @Override
  public void close() throws Exception {
    client.stop().get(10, TimeUnit.SECONDS);
    session.close();
  }

  private static final class NobodyListens implements SessionListener {
    @Override
    public void onState(SessionState state, String cause) {}

    @Override
    public void onMessageSent(int bytes) {}

    @Override
    public void onMessageReceived(int bytes) {}

    @Override
    public void onConnectAttempt() {}
  }
}

package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import dev.opamp.javaagent.health.HealthReports;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.AvailableComponentsSnapshot;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.OpampClient;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The session with a server, and the thread it runs on. */
final class SessionLink implements ServerLink {

  private static final AgentLogger LOG = AgentLogger.get("agent");
  private static final Duration HEALTH_QUIET_TIME = Duration.ofMillis(200);
  private static final Duration GOODBYE_LIMIT = Duration.ofMillis(2500);

  private final ConnectionSettings settings;
  private final ThreadSerialExecutor thread;
  private final DeferredReporter reporter = new DeferredReporter();
  private volatile @Nullable OpampClient client;

  /**
   * Starts the thread.
   *
   * @param closeLimit how long the end waits for it
   */
  SessionLink(ConnectionSettings settings, Duration closeLimit) {
    this.settings = settings;
    this.thread = new ThreadSerialExecutor("session", closeLimit);
  }

  @Override
  public AgentReporter reporter() {
    return reporter;
  }

  @Override
  public Consumer<ComponentHealthSnapshot> healthListener() {
    return new HealthReports(reporter, thread, HEALTH_QUIET_TIME);
  }

  @Override
  public void open(BiFunction<ConnectionSettings, SerialExecutor, OpampClient> factory) {
    OpampClient opened = factory.apply(settings, thread);
    client = opened;
    reporter.connect(opened);
  }

  @Override
  public boolean hasServer() {
    return true;
  }

  @Override
  public void connectWithin(Duration patience) {
    thread.schedule(this::connect, patience);
  }

  @Override
  public void connect() {
    with(OpampClient::start);
  }

  @Override
  public void reconnect() {
    with(OpampClient::reconnect);
  }

  @Override
  public void poll(@Nullable Duration interval) {
    with(opened -> opened.poll(interval));
  }

  @Override
  public void reportAvailableComponents(AvailableComponentsSnapshot components) {
    with(opened -> opened.reportAvailableComponents(components));
  }

  private void with(Consumer<OpampClient> action) {
    OpampClient opened = client;
    if (opened != null) {
      action.accept(opened);
    }
  }

  @Override
  public void sayGoodbye() {
    with(SessionLink::stop);
  }

  private static void stop(OpampClient client) {
    try {
      client.stop().get(GOODBYE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the session did not end in time");
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}

package dev.opamp.javaagent.testing.server.console;

import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import dev.opamp.javaagent.testing.server.fleet.FleetListener;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One browser's live feed. Of each agent only the newest state waits to be written, so a slow
 * reader costs no more memory than there are agents.
 */
final class EventStream implements FleetListener {

  private static final long KEEP_ALIVE_SECONDS = 15;
  private static final String KEEP_ALIVE = ": keep-alive\n\n";

  private final AgentFleet fleet;
  private final Response response;
  private final Callback exchange;
  private final Scheduler scheduler;
  private final Map<String, String> pending = new LinkedHashMap<>();
  private boolean writing;
  private boolean ended;

  EventStream(AgentFleet fleet, Response response, Callback exchange, Scheduler scheduler) {
    this.fleet = fleet;
    this.response = response;
    this.exchange = exchange;
    this.scheduler = scheduler;
  }

  void start() {
    // A browser that reconnects must forget agents that are gone.
    add("reset", "event: reset\ndata: {}\n\n");
    fleet.subscribe(this);
    keepAlive();
  }

  @Override
  public void changed(AgentSnapshot agent) {
    add(agent.uid().toString(), "event: agent\ndata: " + AgentJson.summary(agent) + "\n\n");
  }

  @Override
  public void renamed(UUID oldUid) {
    add(oldUid.toString(), "event: removed\ndata: {\"uid\":\"" + oldUid + "\"}\n\n");
  }

  private void keepAlive() {
    scheduler.schedule(
        () -> {
          add("keep-alive", KEEP_ALIVE);
          if (!hasEnded()) {
            keepAlive();
          }
        },
        KEEP_ALIVE_SECONDS,
        TimeUnit.SECONDS);
  }

  private void add(String key, String event) {
    synchronized (this) {
      if (ended) {
        return;
      }
      pending.put(key, event);
    }
    writeNext();
  }

  private void writeNext() {
    ByteBuffer next;
    synchronized (this) {
      if (writing || ended || pending.isEmpty()) {
        return;
      }
      next = ByteBuffer.wrap(ConsoleHandler.utf8(String.join("", pending.values())));
      pending.clear();
      writing = true;
    }
    response.write(false, next, Callback.from(this::written, this::end));
  }

  private void written() {
    synchronized (this) {
      writing = false;
    }
    writeNext();
  }

  private void end(Throwable cause) {
    synchronized (this) {
      ended = true;
      pending.clear();
    }
    fleet.unsubscribe(this);
    exchange.failed(cause);
  }

  private synchronized boolean hasEnded() {
    return ended;
  }
}

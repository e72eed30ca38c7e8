package dev.opamp.javaagent.testing.server.console;

import dev.opamp.javaagent.testing.server.fleet.AgentFleet;
import java.net.BindException;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The port of the control API and the web console. */
public final class ConsoleListener {

  private static final Duration IDLE = Duration.ofMinutes(2);

  private final Server server;
  private final ServerConnector connector;

  /**
   * Prepares the port without opening it.
   *
   * @param port 0 for any free one
   * @param hostNames under which browsers may come, besides localhost and IP addresses
   */
  public ConsoleListener(
      AgentFleet fleet, OpampEndpoints endpoints, String host, int port, Set<String> hostNames) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("opamp-console");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new ServerConnector(server);
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.setHandler(
        new ConsoleHandler(
            new BrowserGuard(hostNames),
            new ControlApi(fleet, endpoints),
            new EventFeed(fleet),
            new StaticFiles()));
  }

  /**
   * Opens the port.
   *
   * @throws BindException when the port is taken
   */
  public void start() throws Exception {
    server.start();
    // A restart has to come back on the same port.
    connector.setPort(connector.getLocalPort());
  }

  /** Closes the port and every connection. */
  public void stop() throws Exception {
    server.stop();
  }

  /** The open port. */
  public int port() {
    return connector.getLocalPort();
  }
}

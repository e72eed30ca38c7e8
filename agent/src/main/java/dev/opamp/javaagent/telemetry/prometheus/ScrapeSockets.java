package dev.opamp.javaagent.telemetry.prometheus;

import java.util.HashMap;
import java.util.Map;

/**
 * The listening sockets of one SDK. Readers that follow each other at one address share a socket,
 * which is closed with the last of them.
 */
public final class ScrapeSockets {

  private final boolean bound;
  private final Map<ScrapeAddress, Shared> open = new HashMap<>();

  private ScrapeSockets(boolean bound) {
    this.bound = bound;
  }

  /** Returns sockets that listen. */
  public static ScrapeSockets listening() {
    return new ScrapeSockets(true);
  }

  /** Returns sockets that take no port, and answer nobody. */
  public static ScrapeSockets silent() {
    return new ScrapeSockets(false);
  }

  private static final class Shared {
    final ScrapeSocket socket;
    int users;

    Shared(ScrapeSocket socket) {
      this.socket = socket;
    }
  }

  synchronized ScrapeSocket acquire(ScrapeAddress address) {
    Shared shared = open.get(address);
    if (shared == null) {
      shared = new Shared(new ScrapeSocket(address, bound));
      open.put(address, shared);
    }
    shared.users++;
    return shared.socket;
  }

  synchronized void release(ScrapeAddress address) {
    Shared shared = open.get(address);
    if (shared != null && --shared.users == 0) {
      open.remove(address);
      shared.socket.close();
    }
  }
}

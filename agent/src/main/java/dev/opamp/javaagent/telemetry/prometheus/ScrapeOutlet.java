package dev.opamp.javaagent.telemetry.prometheus;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.atomic.AtomicBoolean;

/** A share in a listening socket. */
public final class ScrapeOutlet {

  private final ScrapeSockets sockets;
  private final ScrapeAddress address;
  private final ScrapeSocket socket;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ScrapeOutlet(ScrapeSockets sockets, ScrapeAddress address) {
    this.sockets = sockets;
    this.address = address;
    this.socket = sockets.acquire(address);
  }

  /**
   * Binds a socket, unless there is one at this address already.
   *
   * @throws IllegalArgumentException naming the host or the port when it cannot be bound
   */
  public static ScrapeOutlet open(ScrapeSockets sockets, String host, int port) {
    return new ScrapeOutlet(sockets, new ScrapeAddress(host, port));
  }

  /** The port that is listened on, also when any was asked for. */
  public int port() {
    return socket.port();
  }

  /** Gives up the share; the last one closes the socket. */
  public CompletableResultCode close() {
    if (closed.compareAndSet(false, true)) {
      sockets.release(address);
    }
    return CompletableResultCode.ofSuccess();
  }

  ScrapeContent content() {
    return socket.content();
  }

  void serve(Exposition exposition) {
    socket.content().serve(exposition);
    socket.open();
  }

  @Override
  public String toString() {
    return "ScrapeOutlet{" + address + "}";
  }
}

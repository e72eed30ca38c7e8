package dev.opamp.javaagent.testing.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Passes TCP connections on and counts the bytes in them, each way. */
public final class CountingRelay implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final AtomicLong up = new AtomicLong();
  private final AtomicLong down = new AtomicLong();

  /**
   * Listens on any free port.
   *
   * @param target a port of this machine
   */
  public CountingRelay(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Bytes from the agents to the server. */
  public long up() {
    return up.get();
  }

  /** Bytes from the server to the agents. */
  public long down() {
    return down.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket agent = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        agent.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        daemon(() -> pass(agent, server, up));
        daemon(() -> pass(server, agent, down));
      }
    } catch (IOException e) {
      // Closed: no more connections.
    }
  }

  private static void pass(Socket from, Socket to, AtomicLong count) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        count.addAndGet(read);
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side went away; the other is closed with it.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

package dev.opamp.javaagent.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** Takes one connection and does with it what the test says. */
final class FakeProxy implements AutoCloseable {

  /** What it does. */
  interface Script {
    void run(DataInputStream in, Socket peer) throws IOException;
  }

  private final ServerSocket listening;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  FakeProxy(ServerSocketFactory sockets, Script script) throws IOException {
    listening = sockets.createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(script), "fake-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Script script) {
    try (Socket peer = listening.accept()) {
      script.run(new DataInputStream(peer.getInputStream()), peer);
      done.complete(null);
    } catch (IOException | RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Waits for the end of the script, and fails as it failed. */
  void join() throws Exception {
    done.get(20, TimeUnit.SECONDS);
  }

  /** Reads an HTTP head. */
  static String head(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readByte());
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}

package dev.opamp.javaagent.telemetry.sender;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers requests with bytes as scripted, and counts connections. */
final class RawReceiver implements AutoCloseable {

  /** An answer that leaves the connection open. */
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private record Answer(String bytes, boolean close) {}

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private final List<Socket> peers = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final boolean reads;

  private RawReceiver(boolean reads) throws IOException {
    this.reads = reads;
    threads.execute(this::accept);
  }

  static RawReceiver start() throws IOException {
    return new RawReceiver(true);
  }

  /** One that takes connections and never reads. */
  static RawReceiver deaf() throws IOException {
    return new RawReceiver(false);
  }

  RawReceiver answer(String bytes) {
    script.add(new Answer(bytes, false));
    return this;
  }

  RawReceiver answerAndClose(String bytes) {
    script.add(new Answer(bytes, true));
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/v1/traces");
  }

  int port() {
    return listening.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  List<String> heads() {
    return heads;
  }

  /** Closes the connections that there are. */
  void closeConnections() throws IOException {
    for (Socket peer : peers) {
      peer.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket peer = listening.accept();
        connections.incrementAndGet();
        peers.add(peer);
        if (reads) {
          threads.execute(() -> serve(peer));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket peer) {
    try (peer) {
      DataInputStream in = new DataInputStream(peer.getInputStream());
      OutputStream out = peer.getOutputStream();
      boolean open = true;
      while (open) {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
          head.append((char) in.readByte());
        }
        in.readFully(new byte[SenderScenario.MESSAGE.length()]);
        heads.add(head.toString());
        Answer answer = script.poll();
        answer = answer == null ? new Answer(OK, false) : answer;
        out.write(answer.bytes.getBytes(StandardCharsets.ISO_8859_1));
        open = !answer.close;
      }
    } catch (IOException ended) {
      // By the client, or by the test.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    closeConnections();
    threads.shutdownNow();
  }
}

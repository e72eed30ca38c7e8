package dev.opamp.javaagent.net;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy for {@code CONNECT} that keeps what it was asked and what it saw pass by. */
public final class RelayingProxy implements AutoCloseable {

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

  public RelayingProxy() throws IOException {
    threads.execute(this::accept);
  }

  /** Where it listens, with user-info if that is not empty. */
  public URI url(String userInfo) {
    String at = userInfo.isEmpty() ? "" : userInfo + "@";
    return URI.create("http://" + at + "127.0.0.1:" + listening.getLocalPort());
  }

  /** The heads of all requests to the proxy itself. */
  public List<String> heads() {
    return heads;
  }

  /** What clients sent through it. */
  public String passed() {
    synchronized (passed) {
      return passed.toString();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = FakeProxy.head(new DataInputStream(client.getInputStream()));
      heads.add(head);
      String[] authority = head.split(" ")[1].split(":");
      try (Socket server = new Socket("127.0.0.1", Integer.parseInt(authority[1]))) {
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes());
        threads.execute(() -> relay(server, client, false));
        relay(client, server, true);
      }
    } catch (IOException ended) {
      // Either side may end it.
    }
  }

  private void relay(Socket from, Socket to, boolean keep) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int count;
      while ((count = in.read(buffer)) >= 0) {
        if (keep) {
          synchronized (passed) {
            passed.write(buffer, 0, count);
          }
        }
        out.write(buffer, 0, count);
      }
      to.close();
    } catch (IOException ended) {
      // Either side may end it.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}

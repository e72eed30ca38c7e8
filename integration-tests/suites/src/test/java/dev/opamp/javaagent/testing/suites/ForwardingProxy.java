package dev.opamp.javaagent.testing.suites;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that speaks CONNECT with Basic authentication, and SOCKS5 with user and password. */
final class ForwardingProxy implements AutoCloseable {

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger tunnels = new AtomicInteger();
  private final String credentials;

  /**
   * @param credentials {@code user:password} that every client has to know
   */
  ForwardingProxy(String credentials) throws IOException {
    this.credentials = credentials;
    daemon(this::acceptAll);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How many tunnels were opened so far. */
  int tunnels() {
    return tunnels.get();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private void acceptAll() throws IOException {
    while (true) {
      Socket client = listening.accept();
      daemon(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      int first = in.readUnsignedByte();
      try (Socket server =
          first == 5 ? socks(in, client.getOutputStream()) : connect(first, in, client)) {
        tunnels.incrementAndGet();
        daemon(() -> copy(server.getInputStream(), client));
        copy(in, server);
      }
    }
  }

  private Socket connect(int first, InputStream in, Socket client) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(first);
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.read());
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    if (!text.contains("Proxy-Authorization: Basic " + basic)) {
      client.getOutputStream().write("HTTP/1.1 407 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      throw new IOException("not authenticated");
    }
    String[] target = text.split(" ")[1].split(":");
    Socket server = new Socket(target[0], Integer.parseInt(target[1]));
    client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return server;
  }

  private Socket socks(DataInputStream in, OutputStream out) throws IOException {
    in.readFully(new byte[in.readUnsignedByte()]);
    out.write(new byte[] {5, 2});
    in.readUnsignedByte();
    String login = text(in) + ":" + text(in);
    out.write(new byte[] {1, (byte) (login.equals(credentials) ? 0 : 1)});
    in.readFully(new byte[4]);
    Socket server = new Socket(text(in), in.readUnsignedShort());
    out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    return server;
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readUnsignedByte()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void copy(InputStream in, Socket to) throws IOException {
    try {
      in.transferTo(to.getOutputStream());
    } finally {
      to.close();
    }
  }

  private static void daemon(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException ended) {
                // One side has closed; the tunnel is over.
              }
            },
            "forwarding-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Task {
    void run() throws IOException;
  }
}

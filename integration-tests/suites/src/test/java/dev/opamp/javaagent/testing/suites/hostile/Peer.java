package dev.opamp.javaagent.testing.suites.hostile;

import dev.opamp.javaagent.testing.suites.hostile.Frames.Frame;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The agent's end of one connection, and the request it has made last. */
public final class Peer {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private String head = "";
  private byte[] body = new byte[0];

  Peer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  /** Reads the next request; false when there is none. */
  boolean readRequest() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!endsHead(bytes)) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      bytes.write(next);
    }
    head = bytes.toString(StandardCharsets.ISO_8859_1);
    body = in.readNBytes(length());
    return true;
  }

  private static boolean endsHead(ByteArrayOutputStream bytes) {
    byte[] soFar = bytes.size() < 4 ? new byte[0] : bytes.toByteArray();
    int end = soFar.length;
    return end >= 4
        && soFar[end - 1] == '\n'
        && soFar[end - 2] == '\r'
        && soFar[end - 3] == '\n'
        && soFar[end - 4] == '\r';
  }

  private int length() {
    String length = header("content-length");
    return length.isEmpty() ? 0 : Integer.parseInt(length);
  }

  /** Value of a header of the request, or nothing. */
  String header(String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).trim())
        .findFirst()
        .orElse("");
  }

  String path() {
    return head.split(" ", 3)[1];
  }

  boolean isUpgrade() {
    return header("upgrade").equalsIgnoreCase("websocket");
  }

  /** The body of the request, inflated. */
  public byte[] requestBody() throws IOException {
    return header("content-encoding").equals("gzip")
        ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
        : body;
  }

  public String acceptKey() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] key = (header("sec-websocket-key") + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(sha1.digest(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Grants the upgrade as it should be done, with more header lines if wanted. */
  public void upgrade(String... moreLines) throws IOException {
    StringBuilder answer =
        new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n")
            .append("Connection: Upgrade\r\nSec-WebSocket-Accept: ")
            .append(acceptKey())
            .append("\r\n");
    for (String line : moreLines) {
      answer.append(line).append("\r\n");
    }
    send(answer.append("\r\n").toString());
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) throws IOException {
    synchronized (out) {
      out.write(bytes);
      out.flush();
    }
  }

  /** A whole response. */
  public void respond(String statusAndHeaders, byte[] content) throws IOException {
    send(
        Frames.concat(
            ("HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1),
            content));
  }

  /** A 200 with something passed off as a message. */
  public void respondWith(byte[] protobuf) throws IOException {
    respond("200 OK\r\nContent-Type: application/x-protobuf", protobuf);
  }

  /** The same, and an announced end of the connection. */
  public void respondLastWith(byte[] protobuf) throws IOException {
    respond("200 OK\r\nContent-Type: application/x-protobuf\r\nConnection: close", protobuf);
  }

  Frame read() throws IOException {
    return Frames.read(in);
  }

  /** Reads frames until the agent's Close, which is returned. */
  public Frame awaitClose() throws IOException {
    Frame frame = read();
    while (frame.opcode() != Frames.CLOSE) {
      frame = read();
    }
    return frame;
  }

  /** How many messages come before the agent's Close. */
  public int messagesUntilClose() throws IOException {
    int messages = 0;
    for (Frame frame = read(); frame.opcode() != Frames.CLOSE; frame = read()) {
      messages += frame.opcode() == Frames.BINARY ? 1 : 0;
      if (frame.opcode() == Frames.PING) {
        send(Frames.frame(Frames.FIN | 10, frame.payload()));
      }
    }
    return messages;
  }

  /** Reads and forgets until the agent ends the connection. */
  public void awaitEnd() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** Sends the same bytes again and again; true if the agent put an end to it within the time. */
  public boolean flood(byte[] bytes, Duration longest) throws IOException {
    long deadline = System.nanoTime() + longest.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        send(bytes);
      }
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  /** Sends one byte at a time until all is sent or the agent has had enough. */
  public void drip(String text, Duration pause) throws IOException {
    try {
      for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
        send(new byte[] {one});
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException cut) {
      // As hoped for.
    }
  }

  /** Says that nothing more will be sent. */
  public void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** How much the agent still says before it ends the connection. */
  public int bytesUntilEnd() throws IOException {
    return in.readAllBytes().length;
  }

  /** Whether the agent sends a message before it ends the connection. */
  public boolean awaitFirstMessage() throws IOException {
    return read().opcode() == Frames.BINARY;
  }

  void close() {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // Gone is gone.
    }
  }
}

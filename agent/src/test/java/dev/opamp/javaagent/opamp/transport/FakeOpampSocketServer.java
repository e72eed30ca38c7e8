package dev.opamp.javaagent.opamp.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ServerSocketFactory;

/** A server made of bare sockets, driven byte by byte from the test's own thread. */
final class FakeOpampSocketServer implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final ServerSocket listening;
  private final List<Peer> peers = new ArrayList<>();

  FakeOpampSocketServer() throws IOException {
    this(ServerSocketFactory.getDefault());
  }

  FakeOpampSocketServer(ServerSocketFactory factory) throws IOException {
    listening = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.setSoTimeout(PATIENCE_MILLIS);
  }

  int port() {
    return listening.getLocalPort();
  }

  URI uri(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + port() + "/v1/opamp");
  }

  Peer accept() throws IOException {
    Socket socket = listening.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    Peer peer = new Peer(socket);
    peers.add(peer);
    return peer;
  }

  /** Whether nobody connects within the time. */
  boolean isLeftAlone(int millis) throws IOException {
    listening.setSoTimeout(millis);
    try {
      accept();
      return false;
    } catch (SocketTimeoutException nobody) {
      return true;
    } finally {
      listening.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Peer peer : peers) {
      peer.socket.close();
    }
  }

  /** A request as it came over the wire. */
  @SuppressWarnings("ArrayRecordComponent")
  record Request(String line, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.get(name);
    }
  }

  /** A frame as it came over the wire, unmasked. */
  @SuppressWarnings("ArrayRecordComponent")
  record Frame(int opcode, boolean fin, boolean masked, byte[] payload) {}

  /** The server's side of one connection. */
  static final class Peer {
    final Socket socket;
    final DataInputStream in;
    final OutputStream out;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    Request readRequest() throws IOException {
      String line = readLine();
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String header = readLine(); !header.isEmpty(); header = readLine()) {
        int colon = header.indexOf(':');
        headers.put(header.substring(0, colon), header.substring(colon + 1).trim());
      }
      byte[] body = new byte[Integer.parseInt(headers.getOrDefault("Content-Length", "0"))];
      in.readFully(body);
      return new Request(line, headers, body);
    }

    Request upgrade() throws Exception {
      Request request = readRequest();
      String accept = request.header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(accept.getBytes(StandardCharsets.US_ASCII));
      write(
          "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nconnection: upgrade\r\n"
              + "sec-websocket-accept: "
              + Base64.getEncoder().encodeToString(digest)
              + "\r\n\r\n");
      return request;
    }

    Frame readFrame() throws IOException {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      long length = second & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] mask = new byte[4];
      if ((second & 0x80) != 0) {
        in.readFully(mask);
      }
      byte[] payload = new byte[(int) length];
      in.readFully(payload);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      return new Frame(first & 0x0f, (first & 0x80) != 0, (second & 0x80) != 0, payload);
    }

    /** The next frame that is no ping. */
    Frame readMessage() throws IOException {
      Frame frame = readFrame();
      while (frame.opcode() == 9) {
        frame = readFrame();
      }
      return frame;
    }

    void writeFrame(int opcode, boolean fin, byte... payload) throws IOException {
      ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
      frame.put((byte) (opcode | (fin ? 0x80 : 0)));
      if (payload.length < 126) {
        frame.put((byte) payload.length);
      } else if (payload.length < 65536) {
        frame.put((byte) 126).putShort((short) payload.length);
      } else {
        frame.put((byte) 127).putLong(payload.length);
      }
      frame.put(payload).flip();
      out.write(frame.array(), 0, frame.limit());
      out.flush();
    }

    void writeBinary(byte... payload) throws IOException {
      writeFrame(2, true, payload);
    }

    void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** Answers a POST with 200 and a body. */
    void answer(byte[] body, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
      head.append("content-type: application/x-protobuf\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      write(head.append("Content-Length: " + body.length + "\r\n\r\n").toString());
      out.write(body);
      out.flush();
    }

    void answerStatus(int status, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      write(head.append("Content-Length: 0\r\n\r\n").toString());
    }

    /** Reads until the client closes. */
    boolean isClosedByClient() throws IOException {
      try {
        in.transferTo(OutputStream.nullOutputStream());
        return true;
      } catch (SocketTimeoutException open) {
        return false;
      } catch (IOException reset) {
        return true;
      }
    }

    private String readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next;
      while ((next = in.read()) != '\n') {
        if (next < 0) {
          throw new EOFException("closed within a line: " + line);
        }
        if (next != '\r') {
          line.write(next);
        }
      }
      return line.toString(StandardCharsets.ISO_8859_1);
    }
  }
}

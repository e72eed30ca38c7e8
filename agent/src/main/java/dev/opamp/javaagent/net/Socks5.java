package dev.opamp.javaagent.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection through a SOCKS5 proxy (RFC 1928) with user and password (RFC 1929) where it
 * wants them. The JDK's own client asks the JVM's Authenticator for them, which is the host's.
 */
final class Socks5 {

  private static final int VERSION = 5;
  private static final int NO_AUTHENTICATION = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int NONE_ACCEPTABLE = 0xff;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int LONGEST = 255;
  private static final String[] REFUSALS = {
    "it succeeded",
    "general failure",
    "not allowed by its rules",
    "the network is unreachable",
    "the host is unreachable",
    "the connection was refused",
    "the time to live expired",
    "the command is not supported",
    "the address type is not supported"
  };

  private final InputStream in;
  private final OutputStream out;
  private final long deadlineNanos;

  /**
   * A client on a socket that is connected to the proxy.
   *
   * @param deadlineNanos {@code System.nanoTime()} at which a trickling proxy is given up
   */
  Socks5(InputStream in, OutputStream out, long deadlineNanos) {
    this.in = in;
    this.out = out;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * Asks the proxy to connect to a host, whose name it resolves.
   *
   * @param userInfo {@code user:password}; null when there is none
   */
  void connect(String host, int port, @Nullable String userInfo) throws IOException {
    authenticate(userInfo);
    byte[] name = text("the host name", host);
    byte[] request = new byte[name.length + 7];
    request[0] = VERSION;
    request[1] = CONNECT;
    request[3] = NAME;
    request[4] = (byte) name.length;
    System.arraycopy(name, 0, request, 5, name.length);
    request[name.length + 5] = (byte) (port >>> 8);
    request[name.length + 6] = (byte) port;
    send(request);
    readAnswer();
  }

  private void authenticate(@Nullable String userInfo) throws IOException {
    send(
        userInfo == null
            ? new byte[] {VERSION, 1, NO_AUTHENTICATION}
            : new byte[] {VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD});
    expectVersion(VERSION);
    int method = read();
    if (method == NO_AUTHENTICATION) {
      return;
    }
    if (method != USER_AND_PASSWORD || userInfo == null) {
      throw new IOException(
          method == NONE_ACCEPTABLE || method == USER_AND_PASSWORD
              ? "the SOCKS proxy wants another authentication"
              : "the SOCKS proxy wants an unknown authentication");
    }
    int colon = userInfo.indexOf(':');
    byte[] user = text("the user", colon < 0 ? userInfo : userInfo.substring(0, colon));
    byte[] password = text("the password", colon < 0 ? "" : userInfo.substring(colon + 1));
    byte[] request = new byte[3 + user.length + password.length];
    request[0] = 1;
    request[1] = (byte) user.length;
    System.arraycopy(user, 0, request, 2, user.length);
    request[2 + user.length] = (byte) password.length;
    System.arraycopy(password, 0, request, 3 + user.length, password.length);
    send(request);
    expectVersion(1);
    if (read() != 0) {
      throw new IOException("the SOCKS proxy refused user and password");
    }
  }

  private void readAnswer() throws IOException {
    expectVersion(VERSION);
    int code = read();
    if (code != 0) {
      throw new IOException(
          "the SOCKS proxy did not connect: "
              + (code < REFUSALS.length ? REFUSALS[code] : "code " + code));
    }
    read();
    int addressType = read();
    int addressLength;
    switch (addressType) {
      case IPV4:
        addressLength = 4;
        break;
      case NAME:
        addressLength = read();
        break;
      case IPV6:
        addressLength = 16;
        break;
      default:
        throw new IOException("the SOCKS proxy answered with an unknown address type");
    }
    for (int left = addressLength + 2; left > 0; left--) {
      read();
    }
  }

  private void expectVersion(int version) throws IOException {
    if (read() != version) {
      throw new IOException("the proxy does not speak SOCKS5");
    }
  }

  private void send(byte[] request) throws IOException {
    out.write(request);
    out.flush();
  }

  private int read() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the SOCKS proxy closed the connection");
    }
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new SocketTimeoutException("no complete answer of the SOCKS proxy in time");
    }
    return next;
  }

  private static byte[] text(String what, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST) {
      throw new IOException(what + " is too long for a SOCKS proxy");
    }
    return bytes;
  }
}

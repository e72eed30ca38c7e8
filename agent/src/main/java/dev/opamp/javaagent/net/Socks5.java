package dev.opamp.javaagent.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a SOCKS5 proxy for a connection (RFC 1928), with user and password if there are any (RFC
 * 1929). The JDK's own client would ask the JVM's Authenticator, which is the host's. Names are
 * resolved by the proxy.
 */
final class Socks5 {

  private static final int VERSION = 5;
  private static final int NO_AUTHENTICATION = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int LOGIN_VERSION = 1;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int MAX_FIELD = 255;

  private static final List<String> REFUSALS =
      Collections.unmodifiableList(
          Arrays.asList(
              "general failure",
              "not allowed by its rules",
              "network unreachable",
              "host unreachable",
              "connection refused",
              "time to live expired",
              "command not supported",
              "address type not supported"));

  private final DataInputStream in;
  private final OutputStream out;

  Socks5(DataInputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Returns when the proxy has connected.
   *
   * @param userInfo {@code user:password}, decoded; null without
   */
  void connect(String host, int port, @Nullable String userInfo) throws IOException {
    greet(userInfo);
    byte[] name = field("the host name", host);
    byte[] request = new byte[7 + name.length];
    request[0] = VERSION;
    request[1] = CONNECT;
    request[3] = NAME;
    request[4] = (byte) name.length;
    System.arraycopy(name, 0, request, 5, name.length);
    request[5 + name.length] = (byte) (port >>> 8);
    request[6 + name.length] = (byte) port;
    send(request);
    readReply();
  }

  private void greet(@Nullable String userInfo) throws IOException {
    send(
        userInfo == null
            ? new byte[] {VERSION, 1, NO_AUTHENTICATION}
            : new byte[] {VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD});
    expectVersion(VERSION);
    int method = in.readUnsignedByte();
    if (method == USER_AND_PASSWORD && userInfo != null) {
      logIn(userInfo);
    } else if (method != NO_AUTHENTICATION) {
      throw new IOException(
          userInfo == null
              ? "proxy: it wants a user and a password"
              : "proxy: it accepts no user and password");
    }
  }

  private void logIn(String userInfo) throws IOException {
    int colon = userInfo.indexOf(':');
    byte[] user = field("the user", colon < 0 ? userInfo : userInfo.substring(0, colon));
    byte[] password = field("the password", colon < 0 ? "" : userInfo.substring(colon + 1));
    byte[] login = new byte[3 + user.length + password.length];
    login[0] = LOGIN_VERSION;
    login[1] = (byte) user.length;
    System.arraycopy(user, 0, login, 2, user.length);
    login[2 + user.length] = (byte) password.length;
    System.arraycopy(password, 0, login, 3 + user.length, password.length);
    send(login);
    expectVersion(LOGIN_VERSION);
    if (in.readUnsignedByte() != 0) {
      throw new IOException("proxy: it refused user and password");
    }
  }

  private void readReply() throws IOException {
    expectVersion(VERSION);
    int reply = in.readUnsignedByte();
    if (reply != 0) {
      String reason = reply <= REFUSALS.size() ? REFUSALS.get(reply - 1) : "reply " + reply;
      throw new IOException("proxy: it refused the tunnel: " + reason);
    }
    in.readUnsignedByte();
    int type = in.readUnsignedByte();
    int length = type == IPV4 ? 4 : type == IPV6 ? 16 : type == NAME ? in.readUnsignedByte() : -1;
    if (length < 0) {
      throw new IOException("proxy: the answer is not SOCKS5");
    }
    // The address that the proxy connects from, and its port: nobody needs them.
    in.readFully(new byte[length + 2]);
  }

  private void expectVersion(int version) throws IOException {
    if (in.readUnsignedByte() != version) {
      throw new IOException("proxy: the answer is not SOCKS5");
    }
  }

  private void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private static byte[] field(String what, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_FIELD) {
      throw new IOException("proxy: " + what + " is longer than SOCKS5 allows");
    }
    return bytes;
  }
}

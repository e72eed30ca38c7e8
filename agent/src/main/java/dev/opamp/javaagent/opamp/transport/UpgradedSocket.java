package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.HttpHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The streams of a connection whose upgrade was granted. */
final class UpgradedSocket {

  private final InputStream in;
  private final OutputStream out;

  private UpgradedSocket(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Dials and upgrades.
   *
   * @throws FailedConnectionException if the server refuses the upgrade
   */
  static UpgradedSocket open(
      Dialer dialer, OpampDraft draft, long deadlineNanos, Consumer<Socket> onSocket)
      throws IOException {
    Socket socket = dialer.dial(deadlineNanos, onSocket);
    InputStream in = new BufferedInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    ByteBuffer request = dialer.upgradeRequest(draft);
    out.write(request.array(), request.arrayOffset(), request.limit());
    out.flush();
    draft.checkAnswer(HttpHead.read(in, deadlineNanos));
    socket.setSoTimeout(0);
    return new UpgradedSocket(in, out);
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }
}

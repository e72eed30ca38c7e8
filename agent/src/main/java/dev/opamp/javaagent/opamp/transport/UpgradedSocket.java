package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.HttpHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The streams of a connection whose upgrade was granted. */
final class UpgradedSocket {

  private final InputStream in;
  private final OutputStream out;

  private UpgradedSocket(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Dials and upgrades, where redirects lead to.
   *
   * @throws FailedConnectionException if the server refuses the upgrade
   */
  static UpgradedSocket open(
      Dialer dialer, OpampDraft draft, long deadlineNanos, Consumer<Socket> onSocket)
      throws IOException {
    Redirects.Attempt attempt = dialer.begin();
    try {
      UpgradedSocket upgraded = null;
      while (upgraded == null) {
        upgraded = open(dialer, draft, attempt, deadlineNanos, onSocket);
      }
      attempt.succeeded();
      return upgraded;
    } catch (IOException | RuntimeException e) {
      attempt.failed();
      throw e;
    }
  }

  /** Returns null when the attempt has to go on elsewhere. */
  private static @Nullable UpgradedSocket open(
      Dialer dialer,
      OpampDraft draft,
      Redirects.Attempt attempt,
      long deadlineNanos,
      Consumer<Socket> onSocket)
      throws IOException {
    ByteBuffer request = dialer.upgradeRequest(draft, attempt.target());
    Socket socket = dialer.dial(attempt.target(), deadlineNanos, onSocket);
    InputStream in = new BufferedInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    out.write(request.array(), request.arrayOffset(), request.limit());
    out.flush();
    HttpHead answer = HttpHead.read(in, deadlineNanos);
    if (Redirects.isRedirect(answer.status())) {
      attempt.follow(answer.status(), answer.header("Location"));
      socket.close();
      return null;
    }
    draft.checkAnswer(answer);
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

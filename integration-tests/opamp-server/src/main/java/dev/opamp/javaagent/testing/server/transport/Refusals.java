package dev.opamp.javaagent.testing.server.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A server that turns everyone away, for tests of back-off. */
public final class Refusals {

  private record Refusal(int status, @Nullable Duration retryAfter) {}

  private volatile @Nullable Refusal current;

  /**
   * Answers every upgrade and every POST with this status from now on.
   *
   * @param retryAfter sent in whole seconds; null for no such header
   */
  public void refuse(int status, @Nullable Duration retryAfter) {
    current = new Refusal(status, retryAfter);
  }

  /** Serves again. */
  public void accept() {
    current = null;
  }

  boolean refused(Request request, Response response, Callback callback) {
    Refusal refusal = current;
    if (refusal == null) {
      return false;
    }
    Duration retryAfter = refusal.retryAfter();
    if (retryAfter != null) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfter.toSeconds());
    }
    write(request, response, callback, refusal.status(), "refused by the test");
    return true;
  }

  static void write(
      Request request, Response response, Callback callback, int status, String reason) {
    byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}

package dev.opamp.javaagent.telemetry.sender;

import dev.opamp.javaagent.net.HttpBody;
import dev.opamp.javaagent.net.HttpHead;
import dev.opamp.javaagent.net.RetryAfter;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a receiver answered to an attempt. */
final class ReceivedAnswer implements HttpResponse {

  /** An answer holds counts and a sentence; what is longer is not worth memory. */
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final HttpHead head;
  private final HttpBody body;

  private ReceivedAnswer(HttpHead head, HttpBody body) {
    this.head = head;
    this.body = body;
  }

  /**
   * Reads the answer; of a long body the beginning, of a broken one what there is: the status says
   * what became of the export, and the body only explains.
   */
  static ReceivedAnswer read(InputStream in, long maxBytes, long deadlineNanos) throws IOException {
    HttpHead head = HttpHead.read(in, deadlineNanos);
    while (head.status() < 200) {
      // What a server says in between is for those who wait for it.
      head = HttpHead.read(in, deadlineNanos);
    }
    int limit = (int) Math.max(0, Math.min(maxBytes, MAX_BODY_BYTES));
    return new ReceivedAnswer(head, HttpBody.read(in, head, limit));
  }

  /** Whether the connection may carry another request. */
  boolean leavesOpen() {
    String connection = head.header("Connection");
    return body.isComplete()
        && head.version().equals("HTTP/1.1")
        && (connection == null || !connection.toLowerCase(Locale.ROOT).contains("close"));
  }

  /** How long the receiver asks to wait; null when it does not. */
  @Nullable Duration retryAfter() {
    return RetryAfter.parse(head.header("Retry-After"), head.header("Date"), Instant.now());
  }

  @Override
  public int getStatusCode() {
    return head.status();
  }

  @Override
  public String getStatusMessage() {
    return head.reason();
  }

  @Override
  public byte[] getResponseBody() {
    return body.bytes();
  }
}

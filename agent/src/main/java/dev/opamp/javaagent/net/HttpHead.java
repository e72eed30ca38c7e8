package dev.opamp.javaagent.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Status line and headers of an HTTP/1 response, read with bounds on size and time. */
public final class HttpHead {

  private static final int MAX_BYTES = 16 * 1024;
  private static final Pattern STATUS_LINE =
      Pattern.compile("(HTTP/[0-9]\\.[0-9]) ([1-9][0-9]{2})( .*)?");

  private final String version;
  private final int status;
  private final String reason;
  private final Map<String, String> headers;

  private HttpHead(String version, int status, String reason, Map<String, String> headers) {
    this.version = version;
    this.status = status;
    this.reason = reason;
    this.headers = headers;
  }

  /**
   * Reads up to and including the blank line, not one byte more.
   *
   * @param deadlineNanos {@code System.nanoTime()} at which a trickling server is given up
   */
  public static HttpHead read(InputStream in, long deadlineNanos) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    int lineLength = 0;
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection was closed before an HTTP answer was complete");
      }
      if (head.size() >= MAX_BYTES) {
        throw new MalformedHttpException("the header of the HTTP answer is too long");
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new IOException("no complete HTTP answer in time");
      }
      head.write(next);
      if (next == '\n') {
        if (lineLength == 0 && head.size() > 2) {
          return parse(new String(head.toByteArray(), StandardCharsets.ISO_8859_1));
        }
        lineLength = 0;
      } else if (next != '\r') {
        lineLength++;
      }
    }
  }

  private static HttpHead parse(String text) throws IOException {
    String[] lines = text.trim().split("\r?\n", -1);
    Matcher statusLine = STATUS_LINE.matcher(lines[0]);
    if (!statusLine.matches()) {
      throw new MalformedHttpException("the answer is not HTTP");
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0) {
        throw new MalformedHttpException("the HTTP answer has a malformed header");
      }
      headers.merge(
          lines[i].substring(0, colon).trim(),
          lines[i].substring(colon + 1).trim(),
          (first, second) -> first + ", " + second);
    }
    String reason = statusLine.group(3);
    return new HttpHead(
        statusLine.group(1),
        Integer.parseInt(statusLine.group(2)),
        reason == null ? "" : reason.trim(),
        headers);
  }

  public String version() {
    return version;
  }

  public int status() {
    return status;
  }

  /** What the server calls the status; empty when it says nothing. */
  public String reason() {
    return reason;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public @Nullable String header(String name) {
    return headers.get(name);
  }
}

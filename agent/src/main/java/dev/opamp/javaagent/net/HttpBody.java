package dev.opamp.javaagent.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * The body of an HTTP/1 response (RFC 9112, 6.3), or as much of it as is wanted. What comes after
 * it on the connection is not touched.
 */
public final class HttpBody {

  private final byte[] bytes;
  private final boolean complete;

  private HttpBody(byte[] bytes, boolean complete) {
    this.bytes = bytes;
    this.complete = complete;
  }

  /** Reads up to a limit; of a broken body what there is. */
  public static HttpBody read(InputStream in, HttpHead head, int limit) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(64);
    try {
      InputStream framed = framed(in, head);
      byte[] buffer = new byte[1024];
      int count = 0;
      while (count >= 0 && body.size() < limit) {
        count = framed.read(buffer, 0, Math.min(limit - body.size(), buffer.length));
        body.write(buffer, 0, Math.max(0, count));
      }
      boolean ended = count < 0 || framed.read() < 0;
      return new HttpBody(body.toByteArray(), ended && framed != in);
    } catch (IOException e) {
      return new HttpBody(body.toByteArray(), false);
    }
  }

  private static InputStream framed(InputStream in, HttpHead head) throws IOException {
    if (head.status() < 200 || head.status() == 204 || head.status() == 304) {
      return new ByteArrayInputStream(new byte[0]);
    }
    String coding = head.header("Transfer-Encoding");
    if (coding != null) {
      // Any other coding ends with the connection.
      return coding.trim().toLowerCase(Locale.ROOT).endsWith("chunked") ? new Chunks(in) : in;
    }
    String length = head.header("Content-Length");
    return length == null ? in : new Part(in, number(length, 10));
  }

  private static long number(String text, int radix) throws MalformedHttpException {
    String digits = text.trim();
    try {
      long value = digits.startsWith("+") ? -1 : Long.parseLong(digits, radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new MalformedHttpException("the HTTP answer has a malformed length");
    }
    throw new MalformedHttpException("the HTTP answer has a malformed length");
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether it was read to its end, so that another answer may follow on the connection. */
  public boolean isComplete() {
    return complete;
  }

  /** A number of bytes. */
  private static class Part extends InputStream {
    final InputStream in;
    private long left;

    Part(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    final void next(long length) {
      left = length;
    }

    /** Whether there is more; an end that comes too early is an exception. */
    boolean hasMore() throws IOException {
      return left > 0;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (!hasMore()) {
        return -1;
      }
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new MalformedHttpException("the HTTP answer ends too early");
      }
      left -= count;
      return count;
    }
  }

  /** Chunks up to the last, and the trailer behind it. */
  private static final class Chunks extends Part {
    private static final int MAX_LINE = 1024;
    private static final int MAX_TRAILER_LINES = 100;

    private boolean first = true;
    private boolean ended;

    Chunks(InputStream in) {
      super(in, 0);
    }

    @Override
    boolean hasMore() throws IOException {
      if (ended || super.hasMore()) {
        return !ended;
      }
      if (!first) {
        line();
      }
      first = false;
      String size = line();
      int extension = size.indexOf(';');
      next(number(extension < 0 ? size : size.substring(0, extension), 16));
      ended = !super.hasMore();
      if (ended) {
        skipTrailer();
      }
      return !ended;
    }

    private void skipTrailer() throws IOException {
      for (int i = 0; i < MAX_TRAILER_LINES; i++) {
        if (line().isEmpty()) {
          return;
        }
      }
      throw new MalformedHttpException("the trailer of the HTTP answer is too long");
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0 || line.length() > MAX_LINE) {
          throw new MalformedHttpException("the HTTP answer has a malformed chunk");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }
  }
}

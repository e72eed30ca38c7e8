package dev.opamp.javaagent.opamp.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a response body, inflating it if asked, and never keeps more than the limit. */
final class BoundedBody {

  private static final int CHUNK_BYTES = 8 * 1024;

  private final int limit;

  /**
   * @param limit bytes allowed before and after inflating; exactly this many are fine
   */
  BoundedBody(int limit) {
    this.limit = limit;
  }

  byte[] read(InputStream body) throws IOException {
    return drain(new Bounded(body, limit));
  }

  byte[] inflate(InputStream body) throws IOException {
    try {
      InputStream counted = new Bounded(body, limit);
      return drain(new Bounded(new GZIPInputStream(counted, CHUNK_BYTES), limit));
    } catch (ZipException | EOFException e) {
      throw FailedConnectionException.protocol(0, "the answer is damaged gzip");
    }
  }

  private static byte[] drain(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[CHUNK_BYTES];
    int count;
    while ((count = in.read(buffer)) >= 0) {
      out.write(buffer, 0, count);
    }
    return out.toByteArray();
  }

  /** Fails as soon as more than the allowed bytes have come through. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    private Bounded(InputStream in, int limit) {
      super(in);
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw FailedConnectionException.protocol(0, "the answer exceeds the size limit");
      }
    }
  }
}

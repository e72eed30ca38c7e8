package dev.opamp.javaagent.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * Reads from a socket until a deadline: each read has what is left of the time, so that nobody who
 * sends a byte now and then can stretch it. To be used by one thread at a time.
 */
public final class DeadlineInputStream extends FilterInputStream {

  private final Socket socket;
  private long deadlineNanos;

  /**
   * Reads the stream of a socket.
   *
   * @param deadlineNanos {@code System.nanoTime()} from which on reads fail
   */
  public DeadlineInputStream(Socket socket, InputStream in, long deadlineNanos) {
    super(in);
    this.socket = socket;
    this.deadlineNanos = deadlineNanos;
  }

  /** Sets another deadline for the reads to come. */
  public void setDeadlineNanos(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
  }

  @Override
  public int read() throws IOException {
    limit();
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    limit();
    return super.read(buffer, offset, length);
  }

  private void limit() throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no time left");
    }
    socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
  }
}

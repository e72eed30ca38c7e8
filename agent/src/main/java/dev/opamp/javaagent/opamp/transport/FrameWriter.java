package dev.opamp.javaagent.opamp.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Writes frames in the order given, and tells when each is written. Its thread ends when there is
 * nothing to write for a while: between heartbeats a connection needs none.
 */
final class FrameWriter {

  private static final int CHUNK_BYTES = 16 * 1024;

  /** Far above what one session sends; only a peer that never reads while it pings gets there. */
  private static final int MAX_QUEUED = 1024;

  private final ExecutorService thread = TransportThreads.onDemand("ws-writer");
  private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>(MAX_QUEUED);
  private final OutputStream out;
  private final Liveness liveness;
  private final Consumer<IOException> onFailure;
  private volatile boolean stopped;

  FrameWriter(OutputStream out, Liveness liveness, Consumer<IOException> onFailure) {
    this.out = out;
    this.liveness = liveness;
    this.onFailure = onFailure;
  }

  /** As {@link #offer(ByteBuffer, Runnable)}, with nothing to be done afterwards. */
  boolean offer(ByteBuffer frame) {
    return offer(frame, () -> {});
  }

  /** Returns false when the queue is full, or nothing can be written any more. */
  boolean offer(ByteBuffer frame, Runnable afterWritten) {
    if (!queue.offer(new Outgoing(frame, afterWritten))) {
      return false;
    }
    try {
      // Whichever task comes first takes the first frame: a pool that starts anew may swap them.
      thread.execute(this::writeNext);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      return false;
    }
  }

  /** Forgets what is not yet being written. */
  void clear() {
    queue.clear();
  }

  /** Ends the thread after the write under way; a blocked write ends by closing the socket. */
  void stop() {
    stopped = true;
    clear();
    thread.shutdown();
  }

  private void writeNext() {
    Outgoing next = queue.poll();
    if (next == null || stopped) {
      return;
    }
    try {
      write(next.frame);
    } catch (IOException e) {
      stopped = true;
      onFailure.accept(e);
      return;
    }
    next.afterWritten.run();
  }

  private void write(ByteBuffer frame) throws IOException {
    int end = frame.arrayOffset() + frame.limit();
    int position = frame.arrayOffset() + frame.position();
    while (position < end) {
      int length = Math.min(CHUNK_BYTES, end - position);
      liveness.writing();
      out.write(frame.array(), position, length);
      position += length;
    }
    out.flush();
    liveness.written();
  }

  private static final class Outgoing {
    private final ByteBuffer frame;
    private final Runnable afterWritten;

    private Outgoing(ByteBuffer frame, Runnable afterWritten) {
      this.frame = frame;
      this.afterWritten = afterWritten;
    }
  }
}

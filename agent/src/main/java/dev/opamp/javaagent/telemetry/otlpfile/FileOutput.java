package dev.opamp.javaagent.telemetry.otlpfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a file, which is created with the first line, not when a configuration is tried.
 *
 * <p>A line goes out in one write in append mode, so that lines of two exporters of one file, the
 * old and the new one during a change, do not mix.
 */
final class FileOutput implements LineOutput {

  private final Path file;
  private @Nullable FileChannel channel;
  private boolean closed;

  /**
   * @throws IllegalArgumentException when it could not be written to; nothing is left behind
   */
  FileOutput(Path file) {
    String obstacle = obstacle(file);
    if (obstacle != null) {
      throw new IllegalArgumentException("output_stream: " + file + " " + obstacle);
    }
    this.file = file;
  }

  private static @Nullable String obstacle(Path file) {
    Path directory = file.getParent();
    if (directory == null || Files.isDirectory(file)) {
      return "is a directory";
    }
    if (Files.exists(file)) {
      // A pipe would block whoever opens it until somebody reads.
      return !Files.isRegularFile(file)
          ? "is not a regular file"
          : Files.isWritable(file) ? null : "cannot be written";
    }
    return !Files.isDirectory(directory)
        ? "is in a directory that does not exist"
        : Files.isWritable(directory) ? null : "cannot be created in its directory";
  }

  @Override
  public synchronized void write(byte[] line) throws IOException {
    if (closed) {
      throw new IOException("the exporter has been shut down");
    }
    writeWhole(ByteBuffer.wrap(line));
  }

  /**
   * A channel closes when its thread is interrupted. With a {@code simple} processor that is a
   * thread of the application, whose interrupt is no reason to lose a line, nor ours to lose.
   */
  private void writeWhole(ByteBuffer bytes) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (bytes.hasRemaining()) {
        try {
          open().write(bytes);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null || !open.isOpen()) {
      open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      channel = open;
    }
    return open;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (channel != null) {
      channel.close();
    }
  }
}

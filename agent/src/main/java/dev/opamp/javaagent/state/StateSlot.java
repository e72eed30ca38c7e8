package dev.opamp.javaagent.state;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sub-directory {@code slot-N} that belongs to this process while it lives.
 *
 * <p>JVMs that share a state directory get a slot each, the first free one, so that each finds its
 * own state again. The operating system gives the lock back even after {@code kill -9}.
 */
final class StateSlot implements Closeable {

  private static final int MAX_SLOTS = 64;

  private final Path directory;
  private final FileChannel lockFile;

  private StateSlot(Path directory, FileChannel lockFile) {
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /**
   * Takes the first free slot.
   *
   * @throws IOException when the directory cannot be made or written, or all slots are taken
   */
  static StateSlot acquire(Path parent) throws IOException {
    PrivateFiles.createDirectories(parent);
    for (int i = 0; i < MAX_SLOTS; i++) {
      StateSlot slot = tryAcquire(parent.resolve("slot-" + i));
      if (slot != null) {
        return slot;
      }
    }
    throw new IOException("all " + MAX_SLOTS + " slots in " + parent + " are in use");
  }

  private static @Nullable StateSlot tryAcquire(Path directory) throws IOException {
    PrivateFiles.createDirectories(directory);
    Path lockPath = directory.resolve("lock");
    FileChannel channel =
        FileChannel.open(lockPath, lockOptions(), PrivateFiles.forNewFile(lockPath));
    try {
      FileLock lock = channel.tryLock();
      if (lock != null && PrivateFiles.sameOwner(directory, lockPath)) {
        PrivateFiles.restrictDirectory(directory);
        return new StateSlot(directory, channel);
      }
    } catch (OverlappingFileLockException e) {
      // Taken by a store in this JVM: go on to the next.
      channel.close();
      return null;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  private static Set<OpenOption> lockOptions() {
    Set<OpenOption> options = new HashSet<>();
    options.addAll(EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    options.add(LinkOption.NOFOLLOW_LINKS);
    return options;
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}

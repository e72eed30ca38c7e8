package dev.opamp.javaagent.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Entries as files of one directory; a value is replaced as a whole or not at all. */
final class EntryFiles {

  /** Nothing that is stored comes near; a larger file is not ours. */
  private static final long MAX_FILE = 256L * 1024 * 1024;

  private final Path directory;

  EntryFiles(Path directory) {
    this.directory = directory;
  }

  /** Returns the value, or null when there is none or it is damaged. */
  byte @Nullable [] read(String name) throws IOException {
    Path file = file(name);
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE) {
      return null;
    }
    return EntryFormat.decode(Files.readAllBytes(file));
  }

  void write(String name, byte[] value) throws IOException {
    Path temporary = directory.resolve(name + ".tmp");
    // A left-over of a process that was killed may have any content and permissions.
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PrivateFiles.forNewFile(temporary))) {
      ByteBuffer bytes = EntryFormat.encode(value);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      // Without it a power failure can leave the new name with none of the new content.
      channel.force(true);
    }
    Files.move(
        temporary, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void delete(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  private Path file(String name) {
    return directory.resolve(name + ".state");
  }
}

package dev.opamp.javaagent.testing.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A configuration file, and the ways in which the world changes one. */
final class FollowedFile {

  /** How a new content comes to be. */
  enum Way {
    /** As a shell does it. */
    IN_PLACE,
    /** As editors do it. */
    RENAME,
    /** As Kubernetes does it with a ConfigMap. */
    SYMLINK
  }

  private final Path directory;
  private final Way way;
  private int version;

  /** The file does not exist until it is written. */
  FollowedFile(Path directory, Way way) {
    this.directory = directory;
    this.way = way;
  }

  Path path() {
    return directory.resolve("sdk.yaml");
  }

  void write(String content) throws IOException {
    version++;
    switch (way) {
      case IN_PLACE -> Files.writeString(path(), content);
      case RENAME -> rename(Files.writeString(directory.resolve(".sdk.yaml.swp"), content), path());
      case SYMLINK -> turn(content);
    }
  }

  /** The file links through {@code ..data} to the directory of a version. */
  private void turn(String content) throws IOException {
    Path data = directory.resolve("..data");
    Path next = Files.createDirectory(directory.resolve("..v" + version));
    Files.writeString(next.resolve("sdk.yaml"), content);
    Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), next.getFileName());
    rename(link, data);
    if (!Files.isSymbolicLink(path())) {
      Files.createSymbolicLink(path(), Path.of("..data", "sdk.yaml"));
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

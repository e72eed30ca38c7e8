package dev.opamp.javaagent.state;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that only their owner may use, as far as the file system knows owners. */
final class PrivateFiles {

  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Attributes with which a file is created as 0600, so that it is never open to others. */
  static FileAttribute<?>[] forNewFile(Path path) {
    return attributes(path.getFileSystem(), FILE);
  }

  /** Makes a directory and its missing parents, 0700. */
  static void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, attributes(directory.getFileSystem(), DIRECTORY));
  }

  /** Takes the permissions of everybody else away from a directory that may be older. */
  static void restrictDirectory(Path directory) throws IOException {
    if (isPosix(directory.getFileSystem())) {
      Files.setPosixFilePermissions(directory, DIRECTORY);
    }
  }

  /** Whether the directory is a real one and belongs to who made the file. */
  static boolean sameOwner(Path directory, Path file) throws IOException {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
            .equals(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS));
  }

  private static FileAttribute<?>[] attributes(
      FileSystem fileSystem, Set<PosixFilePermission> permissions) {
    return isPosix(fileSystem)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(FileSystem fileSystem) {
    return fileSystem.supportedFileAttributeViews().contains("posix");
  }
}

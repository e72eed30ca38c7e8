package dev.opamp.javaagent.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some files look like from outside: time, size and identity of each. Two that are equal mean
 * that nothing was written in between, without a byte having been read. Immutable.
 */
public final class FileFingerprint {

  private final List<String> looks;

  private FileFingerprint(List<String> looks) {
    this.looks = looks;
  }

  /** Looks at the files now, through symbolic links; one that does not exist counts as such. */
  public static FileFingerprint of(Collection<Path> files) {
    List<String> looks = new ArrayList<>(files.size());
    for (Path file : files) {
      looks.add(look(file));
    }
    return new FileFingerprint(looks);
  }

  private static String look(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
    } catch (IOException | SecurityException e) {
      return "unreadable";
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileFingerprint && looks.equals(((FileFingerprint) other).looks);
  }

  @Override
  public int hashCode() {
    return looks.hashCode();
  }

  @Override
  public String toString() {
    return looks.toString();
  }
}

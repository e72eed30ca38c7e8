package dev.opamp.javaagent.config;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a file looked like just before it was read: tells whether it has to be read again. */
final class FileStamp {

  /** A file may change again within the resolution of its time stamp, which is seconds at worst. */
  private static final long SETTLED_MILLIS = 2_500;

  private final long modified;
  private final long size;
  private final @Nullable Object key;
  private final boolean settled;

  /**
   * @param now the wall clock, in milliseconds
   */
  FileStamp(BasicFileAttributes attributes, long now) {
    this.modified = attributes.lastModifiedTime().toMillis();
    this.size = attributes.size();
    this.key = attributes.fileKey();
    this.settled = now - modified > SETTLED_MILLIS;
  }

  /** Returns whether a file that looks like this now needs not be read again. */
  boolean isStill(BasicFileAttributes attributes) {
    return settled
        && modified == attributes.lastModifiedTime().toMillis()
        && size == attributes.size()
        && Objects.equals(key, attributes.fileKey());
  }
}

package dev.opamp.javaagent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the credential files of exporters have changed. Files that look the same are not
 * read again. Used on the apply thread only.
 */
final class CredentialFiles {

  /** The keys of a document's {@code tls} that name files. */
  static final List<String> KEYS =
      Collections.unmodifiableList(Arrays.asList("ca_file", "cert_file", "key_file"));

  private static final long MAX_BYTES = 4 * 1024 * 1024;

  /** Every configuration may name others; what is forgotten is only read again. */
  private static final int MAX_FILES = 256;

  private final Map<Path, Seen> seen = new HashMap<>();

  /** Returns what stands for the content of the files of one exporter; empty without files. */
  String revision(Map<String, Object> tls) {
    StringBuilder revision = new StringBuilder();
    for (String key : KEYS) {
      Path file = path(tls.get(key));
      if (file != null) {
        revision.append(key).append('=').append(content(file)).append(' ');
      }
    }
    return revision.toString();
  }

  /** Returns the file a value names; null when it names none. */
  static @Nullable Path path(@Nullable Object name) {
    try {
      return name instanceof String ? Paths.get((String) name) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private String content(Path file) {
    long now = System.currentTimeMillis();
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile() || attributes.size() > MAX_BYTES) {
        return "unreadable";
      }
      Seen last = seen.get(file);
      if (last != null && last.stamp.isStill(attributes)) {
        return last.hash;
      }
      Seen next =
          new Seen(new FileStamp(attributes, now), ContentHash.of(Files.readAllBytes(file)));
      if (seen.size() >= MAX_FILES) {
        seen.clear();
      }
      seen.put(file, next);
      return next.hash;
    } catch (IOException | SecurityException e) {
      seen.remove(file);
      return "unreadable";
    }
  }

  /** A file as it was read. */
  private static final class Seen {
    private final FileStamp stamp;
    private final String hash;

    Seen(FileStamp stamp, String hash) {
      this.stamp = stamp;
      this.hash = hash;
    }
  }
}

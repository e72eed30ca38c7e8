package dev.opamp.javaagent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** A file may change again within the resolution of its time stamp, which is seconds at worst. */
  private static final long SETTLED_MILLIS = 2_500;

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
      if (last != null && last.isStill(attributes)) {
        return last.hash;
      }
      Seen next = new Seen(attributes, hash(Files.readAllBytes(file)), now);
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

  private static String hash(byte[] content) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  /** A file as it was read. */
  private static final class Seen {
    private final long modified;
    private final long size;
    private final @Nullable Object key;
    private final boolean settled;
    private final String hash;

    Seen(BasicFileAttributes attributes, String hash, long now) {
      this.modified = attributes.lastModifiedTime().toMillis();
      this.size = attributes.size();
      this.key = attributes.fileKey();
      this.settled = now - modified > SETTLED_MILLIS;
      this.hash = hash;
    }

    boolean isStill(BasicFileAttributes attributes) {
      return settled
          && modified == attributes.lastModifiedTime().toMillis()
          && size == attributes.size()
          && Objects.equals(key, attributes.fileKey());
    }
  }
}

package dev.opamp.javaagent.bootstrap;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/**
 * The central directory of a ZIP archive (APPNOTE.TXT, 4.3.12 and 4.3.16), without ZIP64, entry by
 * entry.
 */
final class ZipDirectory {

  private static final int END_BYTES = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int MAX_COMMENT = 0xffff;
  private static final int ENTRY_BYTES = 46;
  private static final int ENTRY_SIGNATURE = 0x02014b50;

  private static final long HASH_START = 0xcbf29ce484222325L;
  private static final long HASH_FACTOR = 0x100000001b3L;

  private final byte[] bytes;
  private final int count;
  private int position;

  private ZipDirectory(byte[] bytes, int count) {
    this.bytes = bytes;
    this.count = count;
  }

  /**
   * Reads the directory of the archive in a range of a file; it stands at the first entry.
   *
   * @throws IOException when there is no archive, or an empty one
   */
  static ZipDirectory read(RandomAccessFile file, long start, long length) throws IOException {
    int tail = (int) Math.min(length, END_BYTES + MAX_COMMENT);
    byte[] end = new byte[tail];
    file.seek(start + length - tail);
    file.readFully(end);
    int at = tail - END_BYTES;
    while (at >= 0 && int4(end, at) != END_SIGNATURE) {
      at--;
    }
    if (at < 0) {
      throw new IOException("not a ZIP archive");
    }
    byte[] entries = new byte[int4(end, at + 12)];
    file.seek(start + int4(end, at + 16));
    file.readFully(entries);
    ZipDirectory directory = new ZipDirectory(entries, int2(end, at + 10));
    directory.check();
    return directory;
  }

  private void check() throws IOException {
    if (position + ENTRY_BYTES > bytes.length || int4(bytes, position) != ENTRY_SIGNATURE) {
      throw new IOException("an entry is missing from the archive");
    }
  }

  /**
   * Goes to the next entry.
   *
   * @throws IOException when there is none
   */
  void next() throws IOException {
    position +=
        ENTRY_BYTES + nameLength() + int2(bytes, position + 30) + int2(bytes, position + 32);
    check();
  }

  /**
   * Goes to the entry of a name, from the first on.
   *
   * @throws IOException when there is none
   */
  void find(String name) throws IOException {
    for (int i = 1; i < count && !name().equals(name); i++) {
      next();
    }
    if (!name().equals(name)) {
      throw new IOException("the jar has no " + name);
    }
  }

  int count() {
    return count;
  }

  private int nameLength() {
    return int2(bytes, position + 28);
  }

  String name() {
    return new String(bytes, position + ENTRY_BYTES, nameLength(), StandardCharsets.UTF_8);
  }

  long nameHash() {
    return hash(bytes, position + ENTRY_BYTES, nameLength());
  }

  int packedSize() {
    return int4(bytes, position + 20);
  }

  int size() {
    return int4(bytes, position + 24);
  }

  /** Returns where the entry begins, from the start of the archive. */
  int headerOffset() {
    return int4(bytes, position + 42);
  }

  /** FNV-1a, of 64 bits. */
  static long hash(byte[] bytes, int from, int length) {
    long hash = HASH_START;
    for (int i = from; i < from + length; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * HASH_FACTOR;
    }
    return hash;
  }

  static int int2(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8);
  }

  static int int4(byte[] bytes, int at) {
    return int2(bytes, at) | (int2(bytes, at + 2) << 16);
  }
}

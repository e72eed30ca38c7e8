package dev.opamp.javaagent.bootstrap;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The hidden part of the agent's jar: a ZIP archive of its own, stored in the jar and read where it
 * lies. The JVM goes through the entries of an agent's jar on its main thread, before {@code main};
 * these thousands it does not see.
 *
 * <p>Thread-safe. Nothing of a name is kept but its hash; the name is compared where the entry is.
 */
final class HiddenPart {

  /** What the jar calls it. */
  static final String NAME = "inst.zip";

  private static final String CHANGED = "the jar was changed while it was in use";
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private final RandomAccessFile file;
  private final long start;
  private final long[] hashes;
  private final int[] headers;
  private final int[] packedSizes;
  private final int[] sizes;

  /** Numbers of entries, counted from 1, by their hash; a power of two, and at most half full. */
  private final int[] table;

  /** Used again and again: each has tables and a window of its own to be made and cleared. */
  private final AtomicReference<@Nullable Inflater> spare = new AtomicReference<>();

  /**
   * Opens it.
   *
   * @throws IOException when the file is no jar with a hidden part
   */
  static HiddenPart open(File jar) throws IOException {
    RandomAccessFile file = new RandomAccessFile(jar, "r");
    try {
      ZipDirectory outer = ZipDirectory.read(file, 0, file.length());
      outer.find(NAME);
      Header header = header(file, outer.headerOffset());
      if (header.method != STORED) {
        throw new IOException(NAME + " is compressed");
      }
      long start = header.dataOffset;
      return new HiddenPart(file, start, ZipDirectory.read(file, start, outer.packedSize()));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private HiddenPart(RandomAccessFile file, long start, ZipDirectory directory) throws IOException {
    int count = directory.count();
    this.file = file;
    this.start = start;
    this.hashes = new long[count];
    this.headers = new int[count];
    this.packedSizes = new int[count];
    this.sizes = new int[count];
    this.table = new int[Integer.highestOneBit(count) * 4];
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        directory.next();
      }
      add(i, directory);
    }
  }

  private void add(int index, ZipDirectory entry) throws IOException {
    hashes[index] = entry.nameHash();
    headers[index] = entry.headerOffset();
    packedSizes[index] = entry.packedSize();
    sizes[index] = entry.size();
    int slot = slot(hashes[index]);
    while (table[slot] != 0) {
      if (hashes[table[slot] - 1] == hashes[index]) {
        throw new IOException("two entries of one hash, one is " + entry.name());
      }
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = index + 1;
  }

  private int slot(long hash) {
    return (int) (hash ^ (hash >>> 32)) & (table.length - 1);
  }

  private int indexOf(byte[] name) {
    long hash = ZipDirectory.hash(name, 0, name.length);
    for (int slot = slot(hash); table[slot] != 0; slot = (slot + 1) & (table.length - 1)) {
      if (hashes[table[slot] - 1] == hash) {
        return table[slot] - 1;
      }
    }
    return -1;
  }

  /** Whether there is an entry of that name, in all likelihood: names are not compared. */
  boolean has(String name) {
    return indexOf(name.getBytes(StandardCharsets.UTF_8)) >= 0;
  }

  /**
   * Reads an entry.
   *
   * @return null when there is none of that name
   * @throws IOException when the jar can be read no more, or was replaced
   */
  byte @Nullable [] read(String name) throws IOException {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    int index = indexOf(wanted);
    if (index < 0) {
      return null;
    }
    Header header;
    byte[] packed = new byte[packedSizes[index]];
    synchronized (file) {
      header = header(file, start + headers[index]);
      if (!Arrays.equals(header.name, wanted)) {
        return null;
      }
      file.seek(header.dataOffset);
      file.readFully(packed);
    }
    if (header.method != STORED) {
      return inflate(packed, sizes[index], header.method);
    }
    if (header.size != packed.length) {
      throw new IOException(CHANGED);
    }
    return packed;
  }

  private static Header header(RandomAccessFile file, long offset) throws IOException {
    byte[] fixed = new byte[Header.BYTES];
    file.seek(offset);
    file.readFully(fixed);
    if (ZipDirectory.int4(fixed, 0) != Header.SIGNATURE) {
      throw new IOException(CHANGED);
    }
    byte[] name = new byte[ZipDirectory.int2(fixed, 26)];
    file.readFully(name);
    long data = offset + Header.BYTES + name.length + ZipDirectory.int2(fixed, 28);
    return new Header(ZipDirectory.int2(fixed, 8), ZipDirectory.int4(fixed, 22), name, data);
  }

  private byte[] inflate(byte[] packed, int size, int method) throws IOException {
    if (method != DEFLATED) {
      throw new IOException("unknown compression " + method);
    }
    Inflater taken = spare.getAndSet(null);
    Inflater inflater = taken == null ? new Inflater(true) : taken;
    try {
      return inflate(inflater, packed, size);
    } catch (DataFormatException e) {
      throw new IOException("an entry is damaged", e);
    } finally {
      inflater.reset();
      if (!spare.compareAndSet(null, inflater)) {
        inflater.end();
      }
    }
  }

  private static byte[] inflate(Inflater inflater, byte[] packed, int size)
      throws DataFormatException, EOFException {
    inflater.setInput(packed);
    byte[] bytes = new byte[size];
    int done = 0;
    while (done < size) {
      int more = inflater.inflate(bytes, done, size - done);
      if (more == 0) {
        throw new EOFException("an entry ends early");
      }
      done += more;
    }
    return bytes;
  }

  /** What stands before the bytes of an entry. */
  private static final class Header {
    static final int BYTES = 30;
    static final int SIGNATURE = 0x04034b50;

    final int method;

    /** Of the entry when it is stored; else it may stand behind the bytes. */
    final int size;

    final byte[] name;
    final long dataOffset;

    Header(int method, int size, byte[] name, long dataOffset) {
      this.method = method;
      this.size = size;
      this.name = name;
      this.dataOffset = dataOffset;
    }
  }
}

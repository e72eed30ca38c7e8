package dev.opamp.javaagent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a configuration file has another content: written in place, replaced, or reached
 * through symbolic links that were turned to another file. A look at an unchanged file reads its
 * attributes and nothing else. Used on one thread.
 *
 * <p>A file may be seen while it is being written, or between its removal and its return. So what
 * is found counts once nobody has written for a while, or two looks have found the same.
 */
final class ConfigFileWatch {

  private static final long QUIET_MILLIS = 1_000;

  private final String name;
  private final @Nullable Path path;
  private final LongSupplier wallClock;

  /** What was told last. */
  private String taken;

  /** What the last look has found and not told; null when it found nothing new. */
  private @Nullable String pending;

  private @Nullable FileStamp stamp;

  /**
   * @param taken what was read of the file at first
   * @param wallClock in milliseconds
   */
  ConfigFileWatch(String name, String taken, LongSupplier wallClock) {
    this.name = name;
    this.path = pathOf(name);
    this.taken = taken;
    this.wallClock = wallClock;
  }

  private static @Nullable Path pathOf(String name) {
    try {
      return Paths.get(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Returns the name of the file. */
  String name() {
    return name;
  }

  /** Returns what the file has become; null while that is not known, or nothing new. */
  @Nullable StartupFile look() {
    if (path == null) {
      return null;
    }
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      // What is read from a pipe is gone.
      return now.isRegularFile() ? look(now) : null;
    } catch (IOException | SecurityException e) {
      stamp = null;
      return consider(StartupFile.unreadable(name, e), false);
    }
  }

  private @Nullable StartupFile look(BasicFileAttributes now) {
    if (pending == null && stamp != null && stamp.isStill(now)) {
      return null;
    }
    long millis = wallClock.getAsLong();
    stamp = new FileStamp(now, millis);
    boolean quiet = millis - now.lastModifiedTime().toMillis() >= QUIET_MILLIS;
    return consider(StartupFile.read(name), quiet);
  }

  private @Nullable StartupFile consider(StartupFile found, boolean quiet) {
    if (found.revision().equals(taken)) {
      pending = null;
      return null;
    }
    if (!quiet && !found.revision().equals(pending)) {
      pending = found.revision();
      return null;
    }
    pending = null;
    taken = found.revision();
    return found;
  }
}

package dev.opamp.javaagent.state;

import dev.opamp.javaagent.log.AgentLogger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Named values that outlive the process, each replaced as a whole or not at all.
 *
 * <p>Disks fail, are full, read-only or not there: then the values are kept in memory, one debug
 * line says so, and nobody who stores something has to care. A damaged value reads as absent.
 */
public final class StateStore implements AutoCloseable {

  private static final AgentLogger LOG = AgentLogger.get(StateStore.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final @Nullable StateSlot slot;
  private final @Nullable EntryFiles files;

  /** What could not be written, and nothing else. */
  private final Map<String, byte[]> memory = new HashMap<>();

  private boolean failureLogged;

  private StateStore(@Nullable StateSlot slot) {
    this.slot = slot;
    this.files = slot == null ? null : new EntryFiles(slot.directory());
  }

  /**
   * Opens a directory, which other processes may use as well, and takes a slot in it.
   *
   * @param directory is made when missing; null keeps everything in memory
   */
  public static StateStore open(@Nullable Path directory) {
    if (directory == null) {
      LOG.debug("state is kept in memory only: no directory");
      return new StateStore(null);
    }
    try {
      return new StateStore(StateSlot.acquire(directory));
    } catch (IOException | RuntimeException e) {
      LOG.debug("state is kept in memory only, " + directory + " cannot be used: " + e);
      return new StateStore(null);
    }
  }

  /** Whether values outlive the process, as far as is known. */
  public synchronized boolean isDurable() {
    return files != null && !failureLogged;
  }

  /** Returns the slot's directory, for what is kept in files of its own; null without a disk. */
  public @Nullable Path slotDirectory() {
    return slot == null ? null : slot.directory();
  }

  /**
   * Returns a value, or null when there is none that is whole.
   *
   * @param name lower-case letters, digits and hyphens, at most 64
   */
  public synchronized byte @Nullable [] get(String name) {
    byte[] value = memory.get(checked(name));
    if (value != null) {
      return value.clone();
    }
    try {
      return files == null ? null : files.read(name);
    } catch (IOException | RuntimeException e) {
      logFailure(name, e);
      return null;
    }
  }

  /** Stores a value under a name, in place of the one before. */
  public synchronized void put(String name, byte[] value) {
    checked(name);
    try {
      if (files != null) {
        files.write(name, value);
        memory.remove(name);
        return;
      }
    } catch (IOException | RuntimeException e) {
      logFailure(name, e);
    }
    memory.put(name, value.clone());
  }

  /** Removes a value; without effect when there is none. */
  public synchronized void remove(String name) {
    memory.remove(checked(name));
    try {
      if (files != null) {
        files.delete(name);
      }
    } catch (IOException | RuntimeException e) {
      logFailure(name, e);
    }
  }

  /** Gives the slot to the next process that wants it. */
  @Override
  public synchronized void close() {
    try {
      if (slot != null) {
        slot.close();
      }
    } catch (IOException e) {
      LOG.debug("slot not closed: " + e);
    }
  }

  private void logFailure(String name, Exception cause) {
    if (!failureLogged) {
      failureLogged = true;
      LOG.debug("state '" + name + "' is kept in memory only: " + cause);
    }
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name of a state entry: " + name);
    }
    return name;
  }
}

package dev.opamp.javaagent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;

/** The file of the start-up configuration as it was at one moment; immutable. */
final class StartupFile {

  private static final byte[] NOTHING = new byte[0];

  private final String name;
  private final byte[] body;
  private final String failure;
  private final String revision;

  private StartupFile(String name, byte[] body, String failure, String revision) {
    this.name = name;
    this.body = body;
    this.failure = failure;
    this.revision = revision;
  }

  /** Reads a file, of one that is too large no more than it takes to see that. */
  static StartupFile read(String name) {
    try (InputStream in = Files.newInputStream(Paths.get(name))) {
      byte[] body = ConfigParser.read(in);
      return new StartupFile(name, body, "", ContentHash.of(body));
    } catch (IOException | InvalidPathException | SecurityException e) {
      return unreadable(name, e);
    }
  }

  static StartupFile unreadable(String name, Exception cause) {
    String failure = "cannot be read (" + cause.getClass().getSimpleName() + ")";
    return new StartupFile(name, NOTHING, failure, failure);
  }

  String name() {
    return name;
  }

  byte[] body() {
    return body;
  }

  /** Why the file could not be read; empty when it could. */
  String failure() {
    return failure;
  }

  /** Equal for equal content, and for equal reasons why there is none. */
  String revision() {
    return revision;
  }
}

package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.config.CandidateDocument;
import dev.opamp.javaagent.config.ConfigParser;
import dev.opamp.javaagent.config.DocumentCheck;
import dev.opamp.javaagent.config.Lookups;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.telemetry.OwnSdkTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;

/** Reads files and checks them in depth: text, schema, and whether an SDK can be built. */
final class CandidateReader {

  private static final String STDIN = "-";

  /** Longest time that an SDK in which nothing was recorded may take to end. */
  private static final long CLOSE_MILLIS = 500;

  private final DocumentCheck check;
  private final InputStream stdin;

  /**
   * @param lookups for references to the environment
   * @param stdin what the file name {@code -} stands for
   */
  CandidateReader(Lookups lookups, InputStream stdin) {
    this.check = new DocumentCheck(lookups);
    this.stdin = stdin;
  }

  /** Reads and checks a document that stands alone. */
  CandidateDocument whole(String file) throws UnreadableException {
    return tried(check.whole(shown(file), body(file)));
  }

  /** Reads and checks a part of a document. */
  CandidateDocument part(String file) throws UnreadableException {
    return tried(check.part(shown(file), body(file)));
  }

  /** Reads a part, checks it, and checks it once more laid over a document without problems. */
  CandidateDocument over(CandidateDocument base, String file) throws UnreadableException {
    CandidateDocument part = part(file);
    return part.problems().isEmpty() ? tried(check.over(base, part)) : part;
  }

  private CandidateDocument tried(CandidateDocument document) {
    ManagedSdk sdk = sdk();
    try {
      return check.tried(document, sdk);
    } finally {
      sdk.close(CLOSE_MILLIS);
    }
  }

  /** Returns an SDK to try documents on; nobody records anything in it, so it sends nothing. */
  ManagedSdk sdk() {
    return OwnSdkTarget.unused("command", Collections.emptyMap());
  }

  private static String shown(String file) {
    return file.equals(STDIN) ? "<stdin>" : file;
  }

  private byte[] body(String file) throws UnreadableException {
    try {
      if (file.equals(STDIN)) {
        return ConfigParser.read(stdin);
      }
      Path path = Paths.get(file);
      if (Files.isDirectory(path)) {
        throw new UnreadableException(file, "is a directory");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return ConfigParser.read(in);
      }
    } catch (IOException | InvalidPathException e) {
      throw new UnreadableException(shown(file), reason(e));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    return e instanceof AccessDeniedException
        ? "permission denied"
        : e.getClass().getSimpleName().replace("Exception", "");
  }
}

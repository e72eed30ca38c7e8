package dev.opamp.javaagent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Linux tells about a process before anybody touches it. To attach means to send SIGQUIT,
 * which ends most programs that are no JVM, and makes a JVM that lets nobody attach print its
 * threads. Elsewhere nothing is known, and the attach API has the word.
 */
final class TargetProcess {

  static final String DISABLED = "lets nobody attach (-XX:+DisableAttachMechanism)";

  private static final String DISABLING = "-XX:+DisableAttachMechanism";
  private static final long SIGQUIT = 1L << (3 - 1);

  private final Path proc;
  private final String pid;

  TargetProcess(String pid) {
    this(Paths.get("/proc"), pid);
  }

  TargetProcess(Path proc, String pid) {
    this.proc = proc;
    this.pid = pid;
  }

  private boolean isKnown() {
    return Files.isDirectory(proc.resolve("self"));
  }

  /** Returns whether the process has ended, as far as can be told. */
  boolean isGone() {
    return isKnown() && !Files.isDirectory(proc.resolve(pid));
  }

  /** Returns why it is better left alone, or null. */
  @Nullable String objection() {
    if (!isKnown()) {
      return null;
    }
    if (isGone()) {
      return "no such process";
    }
    UserPrincipal user = owner(proc.resolve("self"));
    if (user != null && !user.getName().equals("root") && !user.equals(owner())) {
      return "belongs to another user; run this as that user";
    }
    if (lines("maps").stream().noneMatch(line -> line.contains("/libjvm."))) {
      return "is not a JVM";
    }
    String commandLine = String.join("\n", lines("cmdline"));
    if (Arrays.asList(commandLine.split("\0", -1)).contains(DISABLING)) {
      return DISABLED;
    }
    return catchesQuit() || listens() ? null : "is a JVM that is not ready yet";
  }

  private boolean catchesQuit() {
    String key = "SigCgt:";
    return lines("status").stream()
        .filter(line -> line.startsWith(key))
        .anyMatch(
            line ->
                (Long.parseUnsignedLong(line.substring(key.length()).trim(), 16) & SIGQUIT) != 0);
  }

  /** A JVM without signal handlers (-Xrs) listens from its start. */
  private boolean listens() {
    return Files.exists(ownTemp().resolve(".java_pid" + pid));
  }

  /** Returns the user of the process; null when that is not known. */
  @Nullable UserPrincipal owner() {
    return isKnown() ? owner(proc.resolve(pid)) : null;
  }

  private static @Nullable UserPrincipal owner(Path path) {
    try {
      return Files.getOwner(path);
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** Returns the {@code /tmp} of the process, which may be another one than ours, from here. */
  Path ownTemp() {
    return proc.resolve(pid).resolve("root").resolve("tmp");
  }

  private List<String> lines(String file) {
    try {
      // One byte, one character: a command line may be in any encoding.
      return Files.readAllLines(proc.resolve(pid).resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return Collections.emptyList();
    }
  }
}

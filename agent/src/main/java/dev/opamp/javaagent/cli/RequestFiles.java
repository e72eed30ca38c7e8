package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.bootstrap.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * This side of an {@link Exchange}: a directory for one user alone, where the other process sees
 * it, deleted in the end.
 */
final class RequestFiles implements AutoCloseable {

  private final Path directory;
  private final String named;

  private RequestFiles(Path directory, String named) {
    this.directory = directory;
    this.named = named;
  }

  /** Writes a request to a process. */
  static RequestFiles write(TargetProcess process, String verb, String arguments)
      throws IOException {
    Path there = process.ownTemp();
    Path here = Paths.get(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    boolean apart = Files.isWritable(there) && !Files.isSameFile(there, here);
    Path directory = Files.createTempDirectory(apart ? there : here, "opamp-javaagent-");
    RequestFiles files =
        new RequestFiles(
            directory, apart ? "/tmp/" + directory.getFileName() : directory.toString());
    try {
      files.fill(verb + "\n" + arguments, process.owner());
      return files;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void fill(String request, @Nullable UserPrincipal owner) throws IOException {
    // In case this command is interrupted; the last to be registered is the first to go.
    directory.toFile().deleteOnExit();
    for (String name : new String[] {Exchange.ANSWER_FILE, Exchange.REQUEST_FILE}) {
      Path file = Files.createFile(directory.resolve(name));
      file.toFile().deleteOnExit();
      if (name.equals(Exchange.REQUEST_FILE)) {
        Files.write(file, request.getBytes(StandardCharsets.UTF_8));
      }
      give(file, owner);
    }
    give(directory, owner);
  }

  /** Root may attach to everybody's JVM, which then has to be able to read and write. */
  private static void give(Path path, @Nullable UserPrincipal owner) throws IOException {
    if (owner != null && !owner.equals(Files.getOwner(path))) {
      Files.setOwner(path, owner);
    }
  }

  /** Returns the agent arguments that name the request. */
  String agentArguments() {
    return Exchange.MARK + named;
  }

  /** Returns the answer, or null while it is not complete. */
  @Nullable String answer() throws IOException {
    String answer = Exchange.read(directory.resolve(Exchange.ANSWER_FILE));
    return answer.endsWith("\n") ? answer.trim() : null;
  }

  @Override
  public void close() {
    delete(directory.resolve(Exchange.REQUEST_FILE));
    delete(directory.resolve(Exchange.ANSWER_FILE));
    delete(directory);
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Not there any more, with the process whose it was.
      return;
    }
  }
}

package dev.opamp.javaagent.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The files by which a command asks the agent of another JVM for something and hears of it: a
 * directory that the command has made, for its user alone, with a request and an empty answer.
 *
 * <p>Secrets in settings are thereby seen by nobody else, may be as long as they like, and the host
 * prints nothing. The name of the directory comes from whoever may attach to this JVM. All the same
 * no file is made here, no link is followed, and none is written to that is not empty.
 */
public final class Exchange implements Answer {

  /** What agent arguments begin with that are the name of such a directory. */
  public static final String MARK = "@";

  public static final String REQUEST_FILE = "request";
  public static final String ANSWER_FILE = "answer";

  /** First lines of a request; agent arguments are all that follows the first. */
  public static final String ATTACH = "attach";

  public static final String DETACH = "detach";

  /** First words of an answer, which is one line. */
  public static final String DONE = "done ";

  public static final String REFUSED = "refused ";

  /** Longer than every sensible request and answer. */
  public static final int MAX_SIZE = 1 << 20;

  private final Path answer;
  private final String request;

  private Exchange(Path answer, String request) {
    this.answer = answer;
    this.request = request;
  }

  /** Opens the exchange that agent arguments name, and reads the request. */
  static Exchange open(String args) throws IOException {
    Path directory = Paths.get(args.substring(MARK.length()));
    Path answer = directory.resolve(ANSWER_FILE);
    BasicFileAttributes attributes =
        Files.readAttributes(answer, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!directory.isAbsolute() || !attributes.isRegularFile() || attributes.size() != 0) {
      throw new IOException("no answer is waited for");
    }
    return new Exchange(answer, read(directory.resolve(REQUEST_FILE)));
  }

  /** Reads one of the files as UTF-8. */
  public static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file.getFileName() + " is not a file");
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.write(buffer, 0, n);
        if (text.size() > MAX_SIZE) {
          throw new IOException(file.getFileName() + " is too long");
        }
      }
    }
    return new String(text.toByteArray(), StandardCharsets.UTF_8);
  }

  /** Returns what is wished. */
  String verb() {
    int end = request.indexOf('\n');
    return end < 0 ? request : request.substring(0, end);
  }

  /** Returns the agent arguments that go with it. */
  String arguments() {
    int end = request.indexOf('\n');
    return end < 0 ? "" : request.substring(end + 1);
  }

  @Override
  public void done(String text) {
    write(DONE + text);
  }

  @Override
  public void nothingToDo(String text) {
    write(REFUSED + text);
  }

  @Override
  public void refused(String text) {
    write(REFUSED + text);
  }

  private void write(String line) {
    byte[] bytes =
        (line.replace('\r', ' ').replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
    // Not made when it is not there: whoever asked may have given up and cleaned up.
    try (OutputStream out =
        Files.newOutputStream(answer, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      out.write(bytes);
    } catch (IOException e) {
      // Nobody is there to be told, and the host is not to be bothered.
      return;
    }
  }
}

package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.config.Lookups;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs command lines over the files of one directory, whose name is left out of what is shown. */
final class Commands {

  static final Map<String, String> ENVIRONMENT =
      Map.of("NUMBER", "7", "TOKEN", "open-sesame", "REGION", "eu-west");

  private final Path directory;
  private byte[] stdin = new byte[0];

  Commands(Path directory) {
    this.directory = directory;
  }

  Commands file(String name, String body) throws IOException {
    Files.writeString(directory.resolve(name), body);
    return this;
  }

  Commands file(String name, byte[] body) throws IOException {
    Files.write(directory.resolve(name), body);
    return this;
  }

  Commands stdin(String body) {
    stdin = body.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /** Runs one line; what begins with an at sign is a file of the directory. */
  Outcome run(String... args) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(stdin),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8));
    String[] line = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      line[i] = args[i].replace("@", directory + "/");
    }
    int code =
        new CommandLine(terminal, new Lookups(ENVIRONMENT::get, name -> null)).applyAsInt(line);
    return new Outcome(code, shown(out), shown(err));
  }

  private String shown(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).replace(directory + "/", "");
  }

  /** What a command did. */
  record Outcome(int code, String out, String err) {

    List<String> outLines() {
      return out.lines().toList();
    }

    List<String> errLines() {
      return err.lines().toList();
    }
  }
}

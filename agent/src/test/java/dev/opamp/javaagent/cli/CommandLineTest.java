package dev.opamp.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help", ""})
  void usageNamesTheAgentAndEveryCommand(String argument) throws IOException {
    Commands commands = new Commands(directory);
    Commands.Outcome outcome = argument.isEmpty() ? commands.run() : commands.run(argument);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("usage: java -javaagent:opamp-javaagent.jar")
        .contains(
            "\n  validate ",
            "\n  diff ",
            "\n  attach ",
            "\n  detach ",
            "\n  --version",
            "\n  --help");
  }

  @Test
  void aCommandExplainsItself() throws IOException {
    Commands.Outcome outcome = new Commands(directory).run("diff", "--help");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("usage: diff FILE FILE\n");
  }

  @Test
  void theVersionIsThatOfTheBuild() throws IOException {
    Commands.Outcome outcome = new Commands(directory).run("--version");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).matches("opamp-javaagent \\d+\\.\\d+\\S*\n");
  }

  @Test
  void anUnknownCommandIsTrouble() throws IOException {
    Commands.Outcome outcome = new Commands(directory).run("vali\u001bdate");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines().get(0)).isEqualTo("opamp-javaagent: unknown command: vali date");
    assertThat(outcome.errLines().get(1)).startsWith("usage: ");
  }
}

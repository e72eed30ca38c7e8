package dev.opamp.javaagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeTest {

  @TempDir private Path directory;
  private Path answer;
  private Path request;

  @BeforeEach
  void write() throws IOException {
    answer = Files.createFile(directory.resolve("answer"));
    request = Files.writeString(directory.resolve("request"), "attach\na=b\\,c,\nd=ü");
  }

  private Exchange open() throws IOException {
    return Exchange.open("@" + directory);
  }

  @Test
  void aRequestIsAVerbAndAllThatFollows() throws IOException {
    Exchange exchange = open();
    assertThat(exchange.verb()).isEqualTo("attach");
    assertThat(exchange.arguments()).isEqualTo("a=b\\,c,\nd=ü");

    Files.writeString(request, "detach");
    assertThat(open().verb()).isEqualTo("detach");
    assertThat(open().arguments()).isEmpty();
  }

  @Test
  void theAnswerIsOneLine() throws IOException {
    Exchange exchange = open();
    exchange.refused("no\r\nway");
    assertThat(answer).content().isEqualTo("refused no  way\n");
  }

  @Test
  void whatIsNotEmptyIsNotWrittenTo() throws IOException {
    Files.writeString(answer, "precious");
    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    assertThat(answer).content().isEqualTo("precious");
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Exchange early = open();
    Path target = Files.createFile(directory.resolve("target"));
    Files.delete(answer);
    Files.createSymbolicLink(answer, target);

    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    early.done("late");
    assertThat(target).isEmptyFile();

    Files.delete(answer);
    Files.createFile(answer);
    Files.move(request, directory.resolve("elsewhere"));
    Files.createSymbolicLink(request, directory.resolve("elsewhere"));
    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
  }

  @Test
  void noFileIsMade() throws IOException {
    Exchange early = open();
    Files.delete(answer);
    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    early.done("late");
    assertThat(answer).doesNotExist();
  }

  @Test
  void aRelativeNameAndATooLongRequestAreRefused() throws IOException {
    Path working = Path.of("").toAbsolutePath();
    assertThatThrownBy(() -> Exchange.open("@" + working.relativize(directory)))
        .isInstanceOf(IOException.class);
    Files.writeString(request, "x".repeat(Exchange.MAX_SIZE + 1));
    assertThatThrownBy(this::open).hasMessage("request is too long");
  }
}

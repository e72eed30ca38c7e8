package dev.opamp.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document of {@code broken.txt}: what exactly is said about it. */
class BrokenDocumentsTest {

  @TempDir private Path directory;

  static Stream<Case> cases() throws IOException {
    try (InputStream in = BrokenDocumentsTest.class.getResourceAsStream("broken.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("(?m)^=== ")).skip(1).map(Case::parse);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyErrorIsSaidWithItsLineAndPath(Case each) throws IOException {
    Commands.Outcome outcome =
        new Commands(directory).file("x.yaml", each.body).run("validate", "@x.yaml");

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(each.code);
    assertThat(outcome.errLines()).hasSameSizeAs(each.lines);
    for (int i = 0; i < each.lines.size(); i++) {
      String wanted = each.lines.get(i);
      String said = outcome.errLines().get(i);
      if (wanted.endsWith("…")) {
        assertThat(said).startsWith(wanted.substring(0, wanted.length() - 1));
      } else {
        assertThat(said).isEqualTo(wanted);
      }
    }
  }

  @Test
  void theTableIsLongAndSaysNoSecret() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(50);
    assertThat(cases().flatMap(each -> each.lines.stream()))
        .noneMatch(line -> line.contains("sesame"));
  }

  private record Case(String name, String body, int code, List<String> lines) {

    static Case parse(String text) {
      int head = text.indexOf('\n') + 1;
      int end = text.lastIndexOf("\n--- ") + 1;
      List<String> tail = text.substring(end + "--- ".length()).lines().toList();
      return new Case(
          text.substring(0, head).trim(),
          text.substring(head, end),
          Integer.parseInt(tail.get(0)),
          tail.subList(1, tail.size()));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}

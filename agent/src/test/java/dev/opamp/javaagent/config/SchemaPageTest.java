package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/schema.md against {@code schema.txt}. */
class SchemaPageTest {

  private static final List<String> ANSWERS =
      List.of("parameter", "part", "generation", "by ", "with ", "1.0 and 1.1");

  @Test
  void tableHasEveryTypeAndKeyInOrderAndNoOther() throws IOException {
    List<String> expected = new ArrayList<>();
    Schema.shipped()
        .types()
        .forEach(
            (name, type) -> {
              if (type.form == SchemaType.Form.ENUM) {
                expected.add(name + " –");
              }
              type.properties.keySet().forEach(key -> expected.add(name + " " + key));
            });

    assertThat(rows().stream().map(row -> row[0] + " " + row[1]))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void keyIsSaidToBeRefusedExactlyWhenItIs() throws IOException {
    Schema schema = Schema.shipped();
    for (String[] row : rows()) {
      SchemaType.Property property = schema.types().get(row[0]).properties.get(row[1]);
      if (property != null) {
        assertThat(row[2].startsWith("**refused**: "))
            .as(row[0] + "." + row[1])
            .isEqualTo(!property.supported);
        assertThat(row[2].endsWith("(extension)"))
            .as(row[0] + "." + row[1])
            .isEqualTo(property.extension);
        assertThat(!property.supported || ANSWERS.stream().anyMatch(row[2]::startsWith))
            .as(row[0] + "." + row[1] + " says how")
            .isTrue();
      }
    }
  }

  @Test
  void wordsOfEnumsAreThoseOfTheSchema() throws IOException {
    Schema schema = Schema.shipped();
    for (String[] row : rows()) {
      SchemaType type = schema.types().get(row[0]);
      if (type.form == SchemaType.Form.ENUM) {
        assertThat(row[2])
            .isEqualTo(
                type.words.stream()
                    .map(word -> "`" + word + "`")
                    .collect(Collectors.joining(", ", "one of ", "")));
      }
    }
  }

  private static List<String[]> rows() throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("../docs/schema.md"))) {
      if (line.startsWith("| `")) {
        String[] cells = line.substring(2, line.length() - 2).split(" \\| ", 3);
        rows.add(new String[] {cells[0].replace("`", ""), cells[1].replace("`", ""), cells[2]});
      }
    }
    return rows;
  }
}

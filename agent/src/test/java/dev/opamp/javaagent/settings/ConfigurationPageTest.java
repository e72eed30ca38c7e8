package dev.opamp.javaagent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md against {@link SettingKey}. */
class ConfigurationPageTest {

  private static final Pattern NAME =
      Pattern.compile("otel\\.opamp\\.[a-z.]*[a-z]|OTEL_OPAMP_[A-Z_]*[A-Z]");

  @Test
  void tableHasEverySettingWithItsVariableDefaultAndDescriptionAndNoOther() throws IOException {
    List<String> rows = page().lines().filter(line -> line.startsWith("| `otel.opamp.")).toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(SettingKey.values()).map(ConfigurationPageTest::row).toList());
  }

  @Test
  void textNamesNoSettingThatDoesNotExist() throws IOException {
    Set<String> mentioned =
        NAME.matcher(page()).results().map(match -> match.group()).collect(Collectors.toSet());
    Set<String> known =
        Stream.of(SettingKey.values())
            .flatMap(key -> Stream.of(key.property(), key.variable()))
            .collect(Collectors.toSet());
    assertThat(known).containsAll(mentioned);
  }

  @Test
  void everyPowerIsExplained() throws IOException {
    String page = page();
    assertThat(Power.values())
        .allSatisfy(power -> assertThat(page).contains("`" + power.word() + "`"));
  }

  private static String row(SettingKey key) {
    String fallback = key.defaultText().isEmpty() ? "–" : "`" + key.defaultText() + "`";
    return String.join(
        " | ",
        "| `" + key.property() + "`",
        "`" + key.variable() + "`",
        fallback,
        key.description() + " |");
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/configuration.md"));
  }
}

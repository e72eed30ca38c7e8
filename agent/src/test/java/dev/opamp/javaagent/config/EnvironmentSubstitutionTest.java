package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentSubstitutionTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TEXT", "value",
          "BOOL", "true",
          "INT", "1",
          "FLOAT", "1.1",
          "HEX", "0xdeadbeef",
          "INJECT", "value\nkey: value",
          "NESTED", "${TEXT}",
          "EMPTY", "");

  private final EnvironmentSubstitution substitution =
      new EnvironmentSubstitution(
          new Lookups(ENVIRONMENT::get, Map.of("my.prop", "from property")::get));

  @ParameterizedTest
  @CsvSource({
    "${TEXT}, value",
    "${env:TEXT}, value",
    "${sys:my.prop}, from property",
    "${sys:none:-x}, x",
    "a ${TEXT} b ${INT}, a value b 1",
    "${UNSET}, ''",
    "${UNSET:-fallback}, fallback",
    "${EMPTY:-fallback}, fallback",
    "${TEXT:-fallback}, value",
    "${UNSET:-}, ''",
    "$${TEXT}, ${TEXT}",
    "$$${TEXT}, $value",
    "$$$${TEXT}, $${TEXT}",
    "a $$ b, a $ b",
    "a $ b, a $ b",
    "${NESTED}, ${TEXT}",
    "http://${UNSET:-host:4318}/v1, http://host:4318/v1"
  })
  void substitutesByTheDataModel(String input, String output) {
    assertThat(substitution.apply(input).text).isEqualTo(output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"${1A}", "${TEXT:?error}", "${TEXT", "${}", "${A B}", "${env:}"})
  void malformedReferencesAreErrors(String input) {
    assertThatThrownBy(() -> substitution.apply(input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("malformed");
  }

  @Test
  void unquotedResultIsTypedAgainAndQuotedResultStaysText() {
    assertThat(
            Documents.parse(
                    """
                    bool: ${BOOL}
                    int: ${INT}
                    float: ${FLOAT}
                    hex: ${HEX}
                    quoted: "${INT}"
                    unset: ${UNSET}
                    combined: ${INT}${INT}
                    """,
                    ENVIRONMENT)
                .root())
        .containsEntry("bool", true)
        .containsEntry("int", 1L)
        .containsEntry("float", 1.1)
        .containsEntry("hex", 0xdeadbeefL)
        .containsEntry("quoted", "1")
        .containsEntry("unset", null)
        .containsEntry("combined", 11L);
  }

  @Test
  void valuesNeverInjectStructureAndKeysAreNotSubstituted() {
    assertThat(Documents.parse("a: ${INJECT}\n${TEXT}: 1", ENVIRONMENT).root())
        .containsOnlyKeys("a", "${TEXT}")
        .containsEntry("a", "value\nkey: value");
  }

  @Test
  void onlyWhatCameFromOutsideIsRemembered() {
    ConfigDocument document =
        Documents.parse("a: [x, \"${TEXT}\"]\nb: ${UNSET:-x}\nc: plain", ENVIRONMENT);
    assertThat(document.substitutedPaths()).containsExactly("a[1]");
  }
}

package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  private final Redaction redaction = new Redaction(Set.of(), Set.of());

  @ParameterizedTest
  @CsvSource({
    "http://h/p?k=v, http://h/p?k=[REDACTED]",
    "http://h/p?k=v&l=w#f, http://h/p?k=[REDACTED]&l=[REDACTED]#f",
    "http://h/p?k?l=v, http://h/p?k?l=[REDACTED]",
    "http://h/p??=v, http://h/p??=[REDACTED]",
    "http://u:p@h/, http://[REDACTED]@h/",
    "a?k=v, a?k=v"
  })
  void hidesWhatUrlsCarryBesidesAnAddress(String text, String shown) {
    assertThat(redaction.text(text)).isEqualTo(shown);
  }

  @Test
  @Timeout(20)
  void manyQuestionMarksCostLittle() {
    String text = "http://h/" + "?".repeat(500_000);
    assertThat(redaction.text(text)).isEqualTo(text);
  }

  @Test
  void longNumbersFromOutsideAreSecretsAndShortOnesAreNot() {
    Map<String, Object> tree = Map.of("a", 918273645546L, "b", 4318L, "c", 918273645547L);
    assertThat(Redaction.secretsIn(tree, Set.of("a", "b"))).containsExactly("918273645546");
  }
}

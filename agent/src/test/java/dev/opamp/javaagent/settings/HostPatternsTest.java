package dev.opamp.javaagent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPatternsTest {

  @ParameterizedTest
  @CsvSource({
    "a.example,a.example,true",
    "a.example,A.Example.,true",
    "a.example,b.a.example,false",
    "a.example,aXexample,false",
    "*.a.example,b.a.example,true",
    "*.a.example,c.b.a.example,true",
    "*.a.example,a.example,false",
    "*.a.example,evila.example,false",
    "*,anything,true",
    "10.0.0.1,10.0.0.1,true",
    "[::1],::1,true",
    "::1,[::1],true",
    "a_b,a_b,true"
  })
  void matchesWholeNames(String pattern, String host, boolean expected) throws Exception {
    assertThat(HostPatterns.parse(pattern).matches(host)).isEqualTo(expected);
  }

  @Test
  void emptyListMatchesNothing() throws Exception {
    assertThat(HostPatterns.parse(",").matches("a")).isFalse();
    assertThat(HostPatterns.exactly(List.of("A")).matches("a")).isTrue();
  }
}

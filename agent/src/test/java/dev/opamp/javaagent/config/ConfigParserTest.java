package dev.opamp.javaagent.config;

import static dev.opamp.javaagent.config.Documents.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigParserTest {

  private final ConfigParser parser = new ConfigParser(Documents.lookups(Map.of()));

  private ConfigProblem problemOf(String name, String type, byte[] body) {
    ConfigRejectedException e =
        catchThrowableOfType(
            ConfigRejectedException.class, () -> parser.parse(new ConfigFile(name, type, body)));
    assertThat(e).as("rejected").isNotNull();
    return e.problems().get(0);
  }

  private ConfigProblem problemOf(String body) {
    return problemOf("x.yaml", "", body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsTypesOfTheCoreSchema() {
    assertThat(
            parse(
                    """
                    a: 1
                    b: 0x1F
                    c: 0o17
                    d: 1.5
                    e: true
                    f: yes
                    g: "1"
                    h:
                    i: ~
                    j: .inf
                    k: !!str 1
                    l: [1, two]
                    m: 0123
                    n: 99999999999999999999
                    """)
                .root())
        .containsEntry("a", 1L)
        .containsEntry("b", 31L)
        .containsEntry("c", 15L)
        .containsEntry("d", 1.5)
        .containsEntry("e", true)
        .containsEntry("f", "yes")
        .containsEntry("g", "1")
        .containsEntry("h", null)
        .containsEntry("i", null)
        .containsEntry("j", Double.POSITIVE_INFINITY)
        .containsEntry("k", "1")
        .containsEntry("l", List.of(1L, "two"))
        .containsEntry("m", 123L)
        .containsEntry("n", 1e20);
  }

  @Test
  void resultCannotBeChanged() {
    Map<String, Object> root = parse("a: {b: 1}").root();
    Assertions.assertThatThrownBy(() -> root.put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
    Assertions.assertThatThrownBy(() -> Trees.map(root.get("a")).put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @Tag("CFG-14")
  @CsvSource({
    "application/json,  '',     '{\"a\": 1}'",
    "application/json;charset=utf-8, '', '{\"a\":\t1}'",
    "'Application/JSON; Charset=\"UTF-8\"', '', '{\"a\": 1}'",
    "text/yaml,         '',     'a: 1'",
    "application/yaml,  '',     'a: 1'",
    "text/x-yaml,       '',     'a: 1'",
    "application/x-yaml; charset=utf-8, '', 'a: 1'",
    "'',                x.json, '{\"a\": 1}'",
    "'',                x.yaml, 'a: 1'",
    "'',                '',     'a: 1'",
    "text/plain,        x.yml,  'a: 1'"
  })
  void knownContentTypesAreRead(String type, String name, String body) throws Exception {
    ConfigFile file = new ConfigFile(name, type, body.getBytes(StandardCharsets.UTF_8));
    assertThat(parser.parse(file).root()).containsExactly(Map.entry("a", 1L));
  }

  @ParameterizedTest
  @Tag("CFG-14")
  @CsvSource({
    "application/xml, 'a: 1', content type",
    "text/x-java-properties, 'a=1', content type",
    "text/yaml; charset=utf-16, 'a: 1', charset",
    "application/json, 'a: 1', JSON object",
    "application/json, '[1]', JSON object"
  })
  void otherContentTypesAreRejectedByFileName(String type, String body, String reason) {
    ConfigProblem problem = problemOf("bad.cfg", type, body.getBytes(StandardCharsets.UTF_8));
    assertThat(problem.message()).contains(reason).contains("bad.cfg");
  }

  @ParameterizedTest
  @Tag("CFG-20")
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1\\nb: [1, 2\\n                | ''    | 3 | YAML",
        "a: 1\\na: 2                       | a     | 2 | twice",
        "a: {b: 1, b: 2}                   | a.b   | 1 | twice",
        "a: !!javax.script.ScriptEngineManager [] | a | 1 | tag",
        "a: !!javax.script.X x             | a     | 1 | tag",
        "a: !custom {b: 1}                 | a     | 1 | tag",
        "a: !!int x                        | a     | 1 | tag",
        "a: 1\\n---\\nb: 2                 | ''    | 2 | more than one",
        "- 1                               | ''    | 1 | mapping",
        "just text                         | ''    | 1 | mapping",
        "a: *nothing                       | a     | 1 | alias",
        "a: &x [*x]                        | a[0]  | 1 | alias",
        "? [1]\\n: 2                       | ''    | 1 | key",
        "a: ${not closed                   | a     | 1 | malformed",
      })
  void hostileOrBrokenYamlIsRejectedWithPathAndLine(
      String body, String path, int line, String reason) {
    ConfigProblem problem = problemOf(body.replace("\\n", "\n"));
    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.line()).isEqualTo(line);
    assertThat(problem.message()).contains(reason).contains("x.yaml");
  }

  @Test
  @Tag("CFG-20")
  void invalidUtf8IsRejected() {
    ConfigProblem problem = problemOf("x", "", new byte[] {'a', ':', ' ', (byte) 0xc3, 0x28});
    assertThat(problem.message()).contains("UTF-8");
  }

  @Test
  @Tag("CFG-20")
  @Tag("RB-33")
  void bombsEndQuickly() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      laughs.append(
          "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d]\n"
              .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1));
    }
    String deepFlow = "a: " + "[".repeat(400_000);
    StringBuilder deepBlock = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      deepBlock.append(" ".repeat(i)).append("a:\n");
    }
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 80_000; i++) {
      keys.append('k').append(i).append(":\n");
    }
    Assertions.assertThat(
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () ->
                    List.of(
                        problemOf(laughs.toString()).message(),
                        problemOf(deepFlow).message(),
                        problemOf(deepBlock.toString()).message(),
                        problemOf(keys.toString()).message(),
                        problemOf("a: " + "x".repeat(10 * 1024 * 1024)).message())))
        .satisfiesExactly(
            m -> assertThat(m).contains("more than 50000"),
            m -> assertThat(m).contains("levels deep"),
            m -> assertThat(m).contains("levels deep"),
            m -> assertThat(m).contains("more than 50000"),
            m -> assertThat(m).contains("larger than"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", "# only a comment\n", "---\n", "null"})
  void emptyBodiesAreEmptyDocuments(String body) {
    assertThat(parse(body).root()).isEmpty();
  }

  @Test
  void aliasesAreReadWhileTheyAreFew() {
    ConfigDocument document = parse("a: &x {k: \"${S}\"}\nb: *x", Map.of("S", "secret"));
    assertThat(document.root().get("b")).isEqualTo(Map.of("k", "secret"));
    assertThat(document.substitutedPaths()).containsExactlyInAnyOrder("a.k", "b.k");
  }

  @Test
  @Tag("SEC-09")
  void syntaxErrorsDoNotQuoteTheText() {
    assertThat(problemOf("a: \"hunter2-secret\" \"x\n b: [").toString()).doesNotContain("hunter2");
    assertThat(problemOf("a: *hunter2-secret").toString()).doesNotContain("hunter2");
  }

  @Test
  @Tag("CFG-20")
  void longKeysDoNotMultiplyThePathsBelowThem() {
    String values = "1,".repeat(1000);
    ConfigProblem explicit = problemOf("? " + "k".repeat(10_000) + "\n: [" + values + "]");
    assertThat(explicit.message()).contains("keys").contains("too long");
    assertThat(explicit.path()).isEmpty();

    String nested = ("k".repeat(100) + ": {").repeat(20) + "a: [" + values + "]" + "}".repeat(20);
    assertThat(problemOf("{" + nested + "}").message()).contains("too long");
  }
}

package dev.opamp.javaagent.config;

import static dev.opamp.javaagent.config.Documents.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EffectiveConfigTest {

  private static final Redaction NOTHING = new Redaction(Set.of(), Set.of());

  @Test
  @Tag("EFF-07")
  @Tag("EFF-09")
  void renderingIsSortedAndReadsBackToTheSameTree() {
    Map<String, Object> tree =
        tree(
            """
            z: {b: 1, a: [1, 2.5, true, ~, "text", [x, [y]], {k: v, j: {}}, []]}
            "odd key: #": "quote \\" back \\\\ line\\n tab\\t nul\\0 \\u2028 ünï 😀"
            number_like: "1"
            bool_like: "true"
            empty: ""
            dollar: "a $${X} $$ b"
            colon: "a: b # c"
            dash: "- x"
            nothing:
            inf: -.inf
            """);
    String text = YamlWriter.write(tree);
    assertThat(tree(text)).isEqualTo(tree);
    assertThat(
            text.lines().filter(line -> !line.startsWith(" ")).map(line -> line.replace("\"", "")))
        .isSorted();

    Map<String, Object> shuffled = new LinkedHashMap<>();
    List<String> keys = new ArrayList<>(tree.keySet());
    Collections.reverse(keys);
    keys.forEach(key -> shuffled.put(key, tree.get(key)));
    assertThat(YamlWriter.write(shuffled)).isEqualTo(text);
  }

  @Test
  @Tag("EFF-08")
  @Tag("SEC-09")
  void secretsAreMaskedByPlaceByNameAndByValue() {
    Map<String, Object> shown =
        new Redaction(Set.of("resource.schema_url"), Set.of("canary-value"))
            .tree(
                tree(
                    """
                    resource:
                      schema_url: canary-1
                      attributes_list: "a=b,my.token=canary-2,c=d"
                      attributes: [{name: db.password, value: canary-3}, {name: ok, value: shown}]
                    x:
                      headers: [{name: a, value: canary-4}]
                      headers_list: canary-5
                      endpoint: https://u:canary-6@host/p?x=canary-7&y=canary-8
                      api_key: canary-9
                      note: has canary-value in it
                      tls: {key_file: /shown.pem}
                    """));
    assertThat(shown.toString())
        .doesNotContain("canary")
        .contains("value=shown", "a=b,my.token=[REDACTED],c=d", "@host/p?x=", "/shown.pem");
  }

  @Test
  @Tag("EFF-05")
  void targetsThatDifferGetTheirOwnFile() {
    Map<String, Map<String, Object>> byTarget = new LinkedHashMap<>();
    byTarget.put("own", tree("a: 1"));
    byTarget.put("same", tree("a: 1"));
    byTarget.put("app/1", tree("a: 2"));
    byTarget.put("app:1", tree("a: 3"));
    List<ConfigFile> files = EffectiveConfig.files(byTarget, NOTHING);
    assertThat(files)
        .extracting(ConfigFile::name)
        .containsExactly(
            "opentelemetry.yaml", "opentelemetry-app_1.yaml", "opentelemetry-app_1-2.yaml");
    assertThat(new String(files.get(1).body(), StandardCharsets.UTF_8)).isEqualTo("a: 2\n");
  }
}

package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SilentDocumentTest {

  private static final String METRICS =
      "file_format: '1.0'\nmeter_provider: {readers: [{periodic: {exporter: {console: }}}]%s}\n";
  private static final String ON =
      ", meter_configurator/development: {meters: [{name: %s, config: {enabled: true}}]}";

  private static Map<String, Object> silent(String more) {
    return SilentDocument.of(Documents.parse(String.format(METRICS, more)).root());
  }

  @Test
  void everyMeterIsOffWhateverTheDocumentSays() {
    for (String more : new String[] {"", String.format(ON, "'*'"), String.format(ON, "app")}) {
      Map<String, Object> tree = silent(more);
      Map<String, Object> configurator =
          Trees.mapAt(Trees.mapAt(tree, "meter_provider"), "meter_configurator/development");

      assertThat(Trees.mapAt(configurator, "default_config")).containsEntry("enabled", false);
      assertThat(String.valueOf(configurator.get("meters")))
          .doesNotContain("*")
          .matches("null|.*config=\\{enabled=false}}]");
      assertThat(
              SchemaCheck.check(Schema.shipped(), ConfigDocument.empty().withRoot(tree), true)
                  .all())
          .isEmpty();
    }
  }

  @Test
  void documentsThatDifferInTheirMetersAloneStillDiffer() {
    assertThat(silent(String.format(ON, "app")))
        .isEqualTo(silent(String.format(ON, "app")))
        .isNotEqualTo(silent(String.format(ON, "other")))
        .isNotEqualTo(silent(""));
  }

  @Test
  void withoutMetricsNothingIsAdded() {
    Map<String, Object> tree = Documents.parse("file_format: '1.0'\n").root();
    assertThat(SilentDocument.of(tree)).isEqualTo(tree);
  }
}

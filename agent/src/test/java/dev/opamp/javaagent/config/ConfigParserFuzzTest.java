package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.opamp.javaagent.CpuTime;
import dev.opamp.javaagent.Fuzzed;
import dev.opamp.javaagent.opamp.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Any bytes are a document within bounds or a rejection; an input is the body of one file. */
@Fuzzed
class ConfigParserFuzzTest {

  private static final String SECRET = "s3cr3t-of-the-host";
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Far above what a full document of this many characters takes. */
  private static final int PLACES_PER_NODE = 2;

  private final ConfigParser parser =
      new ConfigParser(Documents.lookups(Map.of("SECRET", SECRET, "NUMBER", "42")));

  @FuzzTest
  @DictionaryFile(resourcePath = "/dev/opamp/javaagent/config/yaml.dict")
  void parse(byte[] body) {
    long began = CpuTime.nanos();
    for (String type : new String[] {"text/yaml", "application/json"}) {
      check(new ConfigFile("fuzzed", type, body));
    }
    assertThat(Duration.ofNanos(CpuTime.nanos() - began)).isLessThan(LONGEST);
  }

  private void check(ConfigFile file) {
    ConfigDocument document;
    try {
      document = parser.parse(file);
    } catch (ConfigRejectedException e) {
      checkRejected(file, e);
      return;
    }
    assertThat(document.size()).isLessThanOrEqualTo(PLACES_PER_NODE * YamlReader.MAX_NODES);
    assertThat(Trees.height(document.root())).isLessThanOrEqualTo(YamlReader.MAX_DEPTH + 1);
    String written = YamlWriter.write(document.root());
    assertThat(Documents.tree(written)).as(written).isEqualTo(document.root());
  }

  private static void checkRejected(ConfigFile file, ConfigRejectedException e) {
    assertThat(e.problems()).isNotEmpty();
    if (!new String(file.body(), StandardCharsets.UTF_8).contains(SECRET)) {
      assertThat(e.problems().toString()).doesNotContain(SECRET);
    }
  }
}

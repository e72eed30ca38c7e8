package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.opamp.javaagent.CpuTime;
import dev.opamp.javaagent.Fuzzed;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Whatever is in a file of compatibility keys: it is applied or refused with a reason, refused it
 * changes nothing, and without it all is as before. An input is the body of one file.
 */
@Fuzzed
class CompatibilityKeysFuzzTest {

  private static final String SECRET = "s3cr3t-of-the-host";
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @FuzzTest
  @DictionaryFile(resourcePath = "/dev/opamp/javaagent/config/compatibility.dict")
  void keys(byte[] body) {
    if (new String(body, StandardCharsets.ISO_8859_1).contains(SECRET)) {
      return;
    }
    long began = CpuTime.nanos();
    for (ConfigFile file :
        List.of(
            new ConfigFile("elastic", "application/json", body),
            new ConfigFile("vendor", "", body),
            new ConfigFile("policy", "text/properties", body))) {
      check(file);
    }
    assertThat(Duration.ofNanos(CpuTime.nanos() - began)).isLessThan(LONGEST);
  }

  private static void check(ConfigFile file) {
    PipelineFixture fixture = new PipelineFixture();
    fixture.environment.put("OTEL_SERVICE_NAME", SECRET);
    fixture.start();
    Map<String, Object> startUp = fixture.target.inForce().tree();
    RemoteConfigStatusSnapshot status = fixture.push(PipelineFixture.offer("a", file));
    if (status.state() == RemoteConfigState.FAILED) {
      assertThat(status.errorMessage()).isNotBlank().doesNotContain(SECRET);
      assertThat(fixture.target.inForce().tree()).isEqualTo(startUp);
      assertThat(fixture.levels).isEmpty();
      assertThat(fixture.intervals).isEmpty();
    } else {
      assertThat(status.state()).isEqualTo(RemoteConfigState.APPLIED);
    }
    status = fixture.push(PipelineFixture.offer("b"));
    assertThat(status.state()).isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.target.inForce().tree()).isEqualTo(startUp);
  }
}

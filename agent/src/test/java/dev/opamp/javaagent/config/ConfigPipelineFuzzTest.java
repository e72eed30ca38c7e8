package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.opamp.javaagent.CpuTime;
import dev.opamp.javaagent.Fuzzed;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import dev.opamp.javaagent.settings.Power;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whatever is offered, each offer ends in APPLIED or FAILED, nothing of the host's environment is
 * told, and the next good offer is applied.
 *
 * <p>An input is one letter, whose low bits are local settings and the mood of the SDK, and after
 * it offers with {@code ===} between them, their files with {@code ---8<---} between them.
 */
@Fuzzed
class ConfigPipelineFuzzTest {

  private static final String SECRET = "s3cr3t-of-the-host";
  private static final String NUMBER = "918273645546372819";
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MAX_OFFERS = 4;
  private static final int MAX_FILES = 4;
  private static final List<String> NAMES = List.of("", "b.yaml", "a.json", "c");

  private record Mood(boolean partial, boolean environment, boolean choosy, boolean startup) {
    static Mood of(int letter) {
      return new Mood((letter & 1) != 0, (letter & 2) != 0, (letter & 4) != 0, (letter & 8) != 0);
    }
  }

  @FuzzTest
  @DictionaryFile(resourcePath = "/dev/opamp/javaagent/config/yaml.dict")
  void offers(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    if (text.isEmpty() || text.contains(SECRET) || text.contains(NUMBER)) {
      return;
    }
    long began = CpuTime.nanos();
    Mood mood = Mood.of(text.charAt(0));
    FakeConfigStore store = new FakeConfigStore();
    PipelineFixture fixture = fixture(mood, store);
    int number = 0;
    for (String offer : text.substring(1).split("\n===\n", MAX_OFFERS)) {
      push(fixture, offer("h" + number++, offer), mood);
    }
    checkRestart(fixture, mood, store);
    checkRecovery(fixture);
    checkNothingIsTold(fixture);
    assertThat(Duration.ofNanos(CpuTime.nanos() - began)).isLessThan(LONGEST);
  }

  private static PipelineFixture fixture(Mood mood, FakeConfigStore store) {
    PipelineFixture fixture = new PipelineFixture();
    fixture.partial = mood.partial;
    fixture.powers = mood.environment ? Set.of(Power.ENVIRONMENT) : Set.of();
    fixture.store = store;
    fixture.environment.putAll(Map.of("SECRET", SECRET, "NUMBER", NUMBER));
    if (mood.startup) {
      fixture.environment.put("OTEL_EXPORTER_OTLP_HEADERS", "api-key=" + SECRET);
      fixture.environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");
    }
    if (mood.choosy) {
      fixture.target.onPrepare = ConfigPipelineFuzzTest::complainAbout;
    }
    return fixture.start();
  }

  /** An SDK that does not want a resource, and quotes what it was given when it says so. */
  private static Throwable complainAbout(Map<String, Object> document) {
    return document.containsKey("resource")
        ? new IllegalStateException("bad " + document.get("resource"))
        : null;
  }

  private static RemoteConfigOffer offer(String hash, String text) {
    List<ConfigFile> files = new ArrayList<>();
    for (String body : text.split("\n---8<---\n", MAX_FILES)) {
      byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
      files.add(new ConfigFile(NAMES.get(files.size()), "", bytes));
    }
    return new RemoteConfigOffer(hash.getBytes(StandardCharsets.ISO_8859_1), files);
  }

  private static void push(PipelineFixture fixture, RemoteConfigOffer offer, Mood mood) {
    SdkDocument before = fixture.target.inForce();
    int reported = fixture.reporter.statuses.size();
    RemoteConfigStatusSnapshot outcome = fixture.push(offer);
    assertThat(fixture.reporter.statuses.subList(reported, fixture.reporter.statuses.size()))
        .hasSize(2)
        .allSatisfy(status -> assertThat(status.hash()).isEqualTo(offer.hash()))
        .first()
        .matches(status -> status.state() == RemoteConfigState.APPLYING);
    String message = outcome.errorMessage();
    if (outcome.state() == RemoteConfigState.APPLIED) {
      assertThat(message).isEmpty();
      return;
    }
    assertThat(outcome.state()).isEqualTo(RemoteConfigState.FAILED);
    assertThat(message).isNotBlank().doesNotContain("\n").hasSizeBetween(1, StatusMessage.LIMIT);
    if (!mood.partial) {
      assertThat(fixture.target.inForce()).isEqualTo(before);
    }
  }

  /** What worked is in force again after a restart, and what was kept of it holds no secret. */
  private static void checkRestart(PipelineFixture before, Mood mood, FakeConfigStore store) {
    byte[] kept = store.content == null ? new byte[0] : store.content;
    assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET, NUMBER);
    boolean applied = before.reporter.lastStatus().state() == RemoteConfigState.APPLIED;
    PipelineFixture after = fixture(mood, store);
    checkNothingIsTold(after);
    if (applied) {
      assertThat(store.quarantined).isNull();
      assertThat(after.target.inForce()).isEqualTo(before.target.inForce());
      assertThat(after.reporter.lastStatus().hash()).isEqualTo(before.reporter.lastStatus().hash());
    }
  }

  private static void checkRecovery(PipelineFixture fixture) {
    fixture.target.onPrepare = document -> null;
    assertThat(fixture.push("good", PipelineFixture.ratio(0.25)).state())
        .isEqualTo(RemoteConfigState.APPLIED);
    assertThat(fixture.sampler()).isEqualTo(Map.of("trace_id_ratio_based", Map.of("ratio", 0.25)));
  }

  private static void checkNothingIsTold(PipelineFixture fixture) {
    for (RemoteConfigStatusSnapshot status : fixture.reporter.statuses) {
      assertThat(status.errorMessage()).doesNotContain(SECRET, NUMBER);
    }
    for (List<ConfigFile> files : fixture.reporter.effective) {
      for (ConfigFile file : files) {
        String body = new String(file.body(), StandardCharsets.UTF_8);
        assertThat(body).doesNotContain(SECRET, NUMBER);
        assertThat(YamlWriter.write(Documents.tree(body))).isEqualTo(body);
      }
    }
  }
}

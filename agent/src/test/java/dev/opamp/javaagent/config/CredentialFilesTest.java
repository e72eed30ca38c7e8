package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialFilesTest {

  @TempDir Path dir;
  private final PipelineFixture fixture = new PipelineFixture();
  private Path ca;

  @BeforeEach
  void startWithFile() throws Exception {
    ca = dir.resolve("ca.pem");
    write("one");
    fixture.environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example.com");
    fixture.environment.put("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", ca.toString());
    fixture.start();
    fixture.target.events.clear();
  }

  private void write(String content) throws Exception {
    Files.writeString(ca, content);
  }

  private List<String> follow() {
    return fixture.pipeline.followCredentialFiles();
  }

  private Object connection() {
    return fixture.target.inForce().connections().get("tracer_provider.processors[0]");
  }

  @Test
  void unchangedFileBuildsNothing() throws Exception {
    assertThat(follow()).isEmpty();
    write("one");
    assertThat(follow()).isEmpty();
    assertThat(fixture.target.events).isEmpty();
  }

  @Test
  void changedContentBuildsThePartsAnewThatUseIt() throws Exception {
    SdkDocument before = fixture.target.inForce();
    write("two");
    assertThat(follow()).isEmpty();
    assertThat(fixture.target.events).containsExactly("own:prepare", "own:commit", "own:retire");
    assertThat(fixture.target.inForce().tree()).isEqualTo(before.tree());
    assertThat(fixture.target.inForce().connections())
        .containsOnlyKeys("tracer_provider.processors[0]")
        .isNotEqualTo(before.connections());
    assertThat(follow()).isEmpty();
    assertThat(fixture.target.count("prepare")).isEqualTo(1);
  }

  @Test
  void contentOfTheSameSizeInTheSameSecondIsSeen() throws Exception {
    FileTime stamp = FileTime.from(Instant.now());
    Files.setLastModifiedTime(ca, stamp);
    follow();
    Object before = connection();
    write("two");
    Files.setLastModifiedTime(ca, stamp);
    follow();
    assertThat(connection()).isNotEqualTo(before);
  }

  @Test
  void fileThatLooksTheSameIsNotReadAgain() throws Exception {
    FileTime old = FileTime.from(Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(ca, old);
    follow();
    write("two");
    Files.setLastModifiedTime(ca, old);
    follow();
    assertThat(fixture.target.events).isEmpty();
  }

  @Test
  void replacedFileIsSeenWhateverItsTime() throws Exception {
    FileTime old = FileTime.from(Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(ca, old);
    follow();
    Path next = Files.writeString(dir.resolve("next.pem"), "two");
    Files.setLastModifiedTime(next, old);
    Files.move(next, ca, StandardCopyOption.REPLACE_EXISTING);
    follow();
    assertThat(fixture.target.count("commit")).isEqualTo(1);
  }

  @Test
  void refusedFileIsTriedOnceAndTheOldPartStays() throws Exception {
    Object before = fixture.target.inForce();
    fixture.target.onPrepare = document -> new IllegalArgumentException("no certificate found");
    write("broken");
    assertThat(follow()).singleElement().asString().contains("no certificate found");
    assertThat(follow()).singleElement().asString().contains("not used");
    assertThat(fixture.target.count("prepare")).isEqualTo(1);
    assertThat(fixture.target.inForce()).isEqualTo(before);

    fixture.target.onPrepare = document -> null;
    write("whole again");
    assertThat(follow()).isEmpty();
    assertThat(fixture.target.inForce()).isNotEqualTo(before);
  }

  @Test
  void refusedFileThatIsPutBackIsNoTroubleAnyMore() throws Exception {
    fixture.target.onPrepare = document -> new IllegalArgumentException("no certificate found");
    write("broken");
    assertThat(follow()).isNotEmpty();
    write("one");
    assertThat(follow()).isEmpty();
    Files.delete(ca);
    assertThat(follow()).isNotEmpty();
  }

  @Test
  void fileThatIsMissingAtTheStartIsTakenUpWhenItComes() throws Exception {
    PipelineFixture late = new PipelineFixture();
    Path missing = dir.resolve("missing.pem");
    late.environment.putAll(fixture.environment);
    late.environment.put("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", missing.toString());
    late.target.onPrepare =
        document -> Files.exists(missing) ? null : new IllegalArgumentException("not found");
    late.start();
    assertThat(late.target.inForce().tree()).isEmpty();
    Files.writeString(missing, "here");
    assertThat(late.pipeline.followCredentialFiles()).isEmpty();
    assertThat(late.target.inForce().tree()).containsKey("tracer_provider");
    assertThat(late.reporter.lastEffective()).contains("tracer_provider");
  }
}

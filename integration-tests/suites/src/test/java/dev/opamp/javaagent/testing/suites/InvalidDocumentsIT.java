package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.suites.documents.Breakage;
import dev.opamp.javaagent.testing.suites.documents.Breakages;
import dev.opamp.javaagent.testing.suites.documents.Row;
import dev.opamp.javaagent.testing.suites.documents.Table;
import dev.opamp.javaagent.testing.suites.documents.Types;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents with one thing wrong, pushed one after another to one running service under load: each
 * is refused at the path of what is wrong, and what was in force before stays so. {@code
 * -Dinvalid.seed=…} repeats a run, {@code -Dinvalid.count=…} makes it longer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InvalidDocumentsIT {

  private static final int COUNT = Integer.getInteger("invalid.count", 150);
  private static final int LOOK_EVERY = 20;

  private static final String IN_FORCE =
      """
      file_format: "1.1"
      tracer_provider:
        sampler: {composite/development: {rule_based: {rules: [
          {attribute_values: {key: http.route, values: [/healthz]}, sampler: {always_off: }},
          {sampler: {always_on: }}]}}}
      """;

  private final long seed = Long.getLong("invalid.seed", System.nanoTime());
  private final Types types = Types.read();
  private DocumentBed bed;
  private String effective;
  private int pushed;

  @BeforeAll
  void start() throws Exception {
    System.out.println("InvalidDocumentsIT: -Dinvalid.seed=" + seed);
    bed = new DocumentBed("invalid");
    RemoteConfigStatus status = bed.settled(bed.offer(IN_FORCE));
    assertThat(status.getErrorMessage()).isEmpty();
    effective = bed.effectiveConfig();
    assertThat(effective).isNotEqualTo(bed.effectiveConfigAtStart());
  }

  @AfterAll
  void stop() throws Exception {
    bed.close();
  }

  List<Breakage> breakages() {
    List<String> valid =
        Table.rows(bed.places()).stream()
            .filter(row -> row.failedAt() == null && !row.document().contains("${"))
            .map(Row::document)
            .toList();
    return Breakages.of(types, valid, COUNT, new Random(seed));
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("breakages")
  void refusedAtThePathOfWhatIsWrong(Breakage breakage) throws Exception {
    ByteString hash = bed.offer(breakage.document());
    RemoteConfigStatus status = bed.settled(hash);
    assertThat(status.getStatus())
        .as(breakage.document())
        .isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
    assertThat(status.getLastRemoteConfigHash()).isEqualTo(hash);
    // The whole path: what follows is no further part of one.
    assertThat(status.getErrorMessage())
        .as(breakage.document())
        .containsPattern("(^|; )" + Pattern.quote(breakage.path()) + "( \\(line \\d+\\))?:");
    assertThat(bed.effectiveConfig()).isEqualTo(effective);
    if (++pushed % LOOK_EVERY == 0) {
      bed.assertSampledByRoute();
    }
  }

  @Test
  @Order(2)
  void whatWasInForceStillIs() throws Exception {
    assertThat(pushed).as("documents pushed").isGreaterThanOrEqualTo(60);
    bed.assertSampledByRoute();
    bed.assertNoSpanTwice();
    bed.revert();
    assertThat(bed.effectiveConfig()).isEqualTo(bed.effectiveConfigAtStart());
  }
}

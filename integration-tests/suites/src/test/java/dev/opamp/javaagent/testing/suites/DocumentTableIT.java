package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatus;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.testing.suites.documents.InForce;
import dev.opamp.javaagent.testing.suites.documents.Row;
import dev.opamp.javaagent.testing.suites.documents.Scene;
import dev.opamp.javaagent.testing.suites.documents.Table;
import dev.opamp.javaagent.testing.suites.documents.Trees;
import dev.opamp.javaagent.testing.suites.documents.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
 * Every type of the configuration, pushed one document after another to one running service under
 * load. {@code -Drows=REGEX} runs the rows whose names match.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocumentTableIT {

  private final Types types = Types.read();
  private DocumentBed bed;

  @BeforeAll
  void start() throws Exception {
    bed = new DocumentBed("typed");
  }

  @AfterAll
  void stop() throws Exception {
    bed.close();
  }

  List<Row> rows() {
    Pattern wanted = Pattern.compile(System.getProperty("rows", ""));
    return Table.rows(bed.places()).stream()
        .filter(row -> wanted.matcher(row.name()).find())
        .toList();
  }

  @Test
  @Order(1)
  void everyKeyOfTheSchemaIsAppliedInSomeRow() {
    Set<String> missing = new TreeSet<>(types.supportedKeys());
    for (Row row : Table.rows(bed.places())) {
      if (row.failedAt() == null) {
        missing.removeAll(types.keysIn(Trees.parse(row.document())));
      }
    }
    assertThat(missing).isEmpty();
  }

  @Order(2)
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void row(Row row) throws Exception {
    bed.forgetWhatArrived();
    int out = bed.host().lines();
    int err = bed.host().errorLines();
    Map<String, Object> before = bed.inForce();
    ByteString hash = bed.offer(row.document());
    RemoteConfigStatus status = bed.settled(hash);
    assertThat(status.getLastRemoteConfigHash()).isEqualTo(hash);
    if (row.failedAt() == null) {
      assertApplied(row, status);
    } else {
      assertRefused(row, status, before);
    }
    row.seen().in(new Scene(bed.stage(), out, err));
    bed.assertHostIsWell();
    bed.assertNoSpanTwice();
  }

  private void assertApplied(Row row, RemoteConfigStatus status) {
    assertThat(status.getErrorMessage()).isEmpty();
    assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
    Map<String, Object> document = Trees.parse(Table.resolved(row.document(), bed.environment()));
    assertThat(InForce.differences(types, bed.startUp(), document, bed.inForce()))
        .allMatch(
            difference -> refersToTheEnvironment(row) && difference.endsWith(", is [REDACTED]"));
  }

  /** What comes from the environment is in force, and shown to nobody. */
  private static boolean refersToTheEnvironment(Row row) {
    return row.document().contains("${");
  }

  private void assertRefused(Row row, RemoteConfigStatus status, Map<String, Object> before) {
    assertThat(status.getStatus()).isEqualTo(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
    assertThat(status.getErrorMessage()).contains(row.failedAt());
    assertThat(bed.inForce()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void withoutTheRemoteConfigurationTheStartUpDocumentIsInForceExactly() throws Exception {
    bed.revert();
    assertThat(bed.effectiveConfig()).isEqualTo(bed.effectiveConfigAtStart());
    bed.assertHostIsWell();
  }
}

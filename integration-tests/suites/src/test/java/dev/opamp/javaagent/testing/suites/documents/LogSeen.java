package dev.opamp.javaagent.testing.suites.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.ReceivedLog;
import dev.opamp.javaagent.testing.sink.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What log records at the sink tell of the document in force. */
final class LogSeen {

  private static final int FEW = 5;

  private LogSeen() {}

  /** Records of that kind arrive, each once. */
  static Row.Check all(String query) {
    return scene -> {
      String name = make(scene, query);
      scene.await(name, s -> scene.logsNamed(name).size() >= FEW);
      assertThat(scene.logsNamed(name)).hasSize(FEW);
    };
  }

  /** Records of that kind do not arrive, while those of another kind do that were made later. */
  static Row.Check noneButLater(String query, String sentinel) {
    return scene -> {
      String name = make(scene, query);
      all(sentinel).in(scene);
      assertThat(scene.logsNamed(name)).as(query).isEmpty();
    };
  }

  private static String make(Scene scene, String query) throws Exception {
    String name = Scene.name();
    scene.ask("/logs?name=" + name + "&count=" + FEW + (query.isEmpty() ? "" : "&" + query));
    return name;
  }

  /** The one record with eight attributes arrives like this. */
  static Row.Check rich(Consumer<LogRecord> expectation) {
    return scene -> expectation.accept(rich(scene).record());
  }

  static ReceivedLog rich(Scene scene) throws Exception {
    String name = Scene.name();
    scene.ask("/rich-log?name=" + name);
    scene.await(name, s -> !scene.logsNamed(name).isEmpty());
    return scene.logsNamed(name).get(0);
  }

  /** The request that carries a record made after the change is like this. */
  static Row.Check export(Predicate<ReceivedExport> expectation) {
    return scene -> expect(scene, rich(scene), expectation);
  }

  /** The same, when the document is taken back before its processor would have exported. */
  static Row.Check flushed(Predicate<ReceivedExport> expectation) {
    return scene -> {
      String name = Scene.name();
      scene.ask("/rich-log?name=" + name);
      scene.revert();
      scene.await(name, s -> !scene.logsNamed(name).isEmpty());
      expect(scene, scene.logsNamed(name).get(0), expectation);
    };
  }

  private static void expect(Scene scene, ReceivedLog log, Predicate<ReceivedExport> expectation) {
    ReceivedExport export =
        scene.exports(Signal.LOGS).stream()
            .filter(e -> records(e).contains(log.record()))
            .findFirst()
            .orElseThrow();
    assertThat(expectation.test(export)).as(SpanSeen.shown(export)).isTrue();
  }

  /** Each of the next requests is like this, beside the one before it. */
  static Row.Check exports(int count, BiPredicate<ReceivedExport, ReceivedExport> expectation) {
    return scene -> {
      rich(scene);
      int from = scene.exports(Signal.LOGS).size();
      scene.await("more exports", s -> scene.exports(Signal.LOGS).size() >= from + count);
      List<ReceivedExport> all = scene.exports(Signal.LOGS);
      for (int i = from; i < from + count; i++) {
        assertThat(expectation.test(all.get(i - 1), all.get(i)))
            .as(SpanSeen.shown(all.get(i)))
            .isTrue();
      }
    };
  }

  static List<LogRecord> records(ReceivedExport export) {
    return ((ExportLogsServiceRequest) export.message())
        .getResourceLogsList().stream()
            .flatMap(resource -> resource.getScopeLogsList().stream())
            .flatMap(scope -> scope.getLogRecordsList().stream())
            .toList();
  }
}

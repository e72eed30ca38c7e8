package dev.opamp.javaagent.testing.suites.documents;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.Signal;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What metrics at the sink tell of the document in force. */
final class MetricSeen {

  private MetricSeen() {}

  /**
   * A request arrives that is like this. What one request holds was collected together, so a
   * request with one stream and without another shows that the other is gone.
   */
  static Row.Check batch(String what, Predicate<MetricBatch> expectation) {
    return scene ->
        scene.await(
            what,
            s -> scene.exports(Signal.METRICS).stream().map(MetricBatch::of).anyMatch(expectation));
  }

  /** What was measured arrives like this when the document is taken back. */
  static Row.Check flushed(Predicate<ReceivedExport> expectation) {
    return scene -> {
      scene.revert();
      batch("the last values", b -> b.has("typed.cpu") && expectation.test(b.export())).in(scene);
    };
  }

  /** A metric arrives that is like this. */
  static Row.Check metric(String name, Predicate<Metric> expectation) {
    return batch(name, batch -> batch.find(name).filter(expectation).isPresent());
  }

  /** As many requests in a row arrive that are like this, each beside the one before it. */
  static Row.Check inARow(
      String what, int count, BiPredicate<MetricBatch, MetricBatch> expectation) {
    return scene ->
        scene.await(what, s -> inARow(scene.exports(Signal.METRICS), count, expectation));
  }

  private static boolean inARow(
      List<ReceivedExport> exports, int count, BiPredicate<MetricBatch, MetricBatch> expectation) {
    int row = 0;
    for (int i = 1; i < exports.size() && row < count; i++) {
      MetricBatch before = MetricBatch.of(exports.get(i - 1));
      row = expectation.test(before, MetricBatch.of(exports.get(i))) ? row + 1 : 0;
    }
    return row >= count;
  }
}

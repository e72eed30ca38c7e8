package dev.opamp.javaagent.testing.suites.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.ReceivedSpan;
import dev.opamp.javaagent.testing.sink.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What spans at the sink tell of the document in force. */
final class SpanSeen {

  /** With so many, a quarter is between 15 and 35 percent but once in millions of runs. */
  private static final int MANY = 400;

  private static final int FEW = 20;

  private SpanSeen() {}

  /** All spans of that kind arrive, each once. */
  static Row.Check all(String query) {
    return scene -> assertThat(sampled(scene, FEW, query)).as(query).isEqualTo(FEW);
  }

  /** The application is told not to sample spans of that kind, and none arrives. */
  static Row.Check none(String query) {
    return scene -> assertThat(sampled(scene, FEW, query)).as(query).isZero();
  }

  /** The application is told to record all spans of that kind, whether they are sampled or not. */
  static Row.Check recorded(String query) {
    String more = query.isEmpty() ? "" : "&" + query;
    return scene ->
        assertThat(scene.ask("/spans?name=recorded&count=" + FEW + more))
            .containsEntry("recorded", Integer.toString(FEW));
  }

  /** About that share of the spans of that kind is sampled; those arrive, and no others. */
  static Row.Check share(double share, String query) {
    return scene ->
        assertThat(sampled(scene, MANY, query) / (double) MANY)
            .as(query)
            .isBetween(share - 0.1, share + 0.1);
  }

  /** Makes root spans until the sampler samples them, as it does once it was told to. */
  static Row.Check sampledInTheEnd() {
    return scene -> {
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (made(scene, Scene.name(), 1, "") == 0) {
        assertThat(System.nanoTime()).as("never sampled").isLessThan(deadline);
      }
      all("").in(scene);
    };
  }

  private static int sampled(Scene scene, int count, String query) throws Exception {
    String name = Scene.name();
    int sampled = made(scene, name, count, query);
    scene.await(name, s -> scene.spansNamed(name).size() >= sampled);
    assertThat(scene.spansNamed(name)).hasSize(sampled);
    return sampled;
  }

  private static int made(Scene scene, String name, int count, String query) throws Exception {
    String more = query.isEmpty() ? "" : "&" + query;
    Map<String, String> answer = scene.ask("/spans?name=" + name + "&count=" + count + more);
    return Integer.parseInt(answer.get("sampled"));
  }

  /** The one span with eight of everything arrives like this. */
  static Row.Check rich(Consumer<Span> expectation) {
    return scene -> expectation.accept(rich(scene).span());
  }

  /** A span arrives that was made after the change, under such a resource. */
  static Row.Check resource(Predicate<Map<String, String>> resource) {
    return scene -> {
      Map<String, String> seen = rich(scene).resource();
      assertThat(resource.test(seen)).as(seen.toString()).isTrue();
    };
  }

  /** The request that carries a span made after the change is like this. */
  static Row.Check export(Predicate<ReceivedExport> expectation) {
    return scene -> {
      ReceivedExport export = carrying(rich(scene).span(), scene.exports(Signal.TRACES));
      assertThat(expectation.test(export)).as(shown(export)).isTrue();
    };
  }

  /** The same, when the document is taken back before its processor would have exported. */
  static Row.Check flushed(Predicate<ReceivedExport> expectation) {
    return scene -> {
      String name = Scene.name();
      scene.ask("/rich-span?name=" + name);
      scene.revert();
      scene.await(name, s -> !scene.spansNamed(name).isEmpty());
      Span span = scene.spansNamed(name).get(0).span();
      ReceivedExport export = carrying(span, scene.exports(Signal.TRACES));
      assertThat(expectation.test(export)).as(shown(export)).isTrue();
    };
  }

  /** Every request of some that carry spans made after the change is like this. */
  static Row.Check exports(int count, BiPredicate<ReceivedExport, ReceivedExport> expectation) {
    return scene -> {
      rich(scene);
      int from = scene.exports(Signal.TRACES).size();
      scene.await("more exports", s -> scene.exports(Signal.TRACES).size() >= from + count);
      List<ReceivedExport> all = scene.exports(Signal.TRACES);
      for (int i = from; i < from + count; i++) {
        assertThat(expectation.test(all.get(i - 1), all.get(i))).as(shown(all.get(i))).isTrue();
      }
    };
  }

  static ReceivedSpan rich(Scene scene) throws Exception {
    String name = Scene.name();
    scene.ask("/rich-span?name=" + name);
    scene.await(name, s -> !scene.spansNamed(name).isEmpty());
    return scene.spansNamed(name).get(0);
  }

  private static ReceivedExport carrying(Span span, List<ReceivedExport> exports) {
    return exports.stream()
        .filter(export -> spans(export).anyMatch(s -> s.getSpanId().equals(span.getSpanId())))
        .findFirst()
        .orElseThrow();
  }

  static java.util.stream.Stream<Span> spans(ReceivedExport export) {
    return ((ExportTraceServiceRequest) export.message())
        .getResourceSpansList().stream()
            .flatMap(resource -> resource.getScopeSpansList().stream())
            .flatMap(scope -> scope.getSpansList().stream());
  }

  static String shown(ReceivedExport export) {
    return export.protocol() + " " + export.path() + " " + export.headers();
  }
}

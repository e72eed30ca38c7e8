package dev.opamp.javaagent.testing.suites.documents;

/** Puts checks together. */
final class Checks {

  private Checks() {}

  static Row.Check both(Row.Check... checks) {
    return scene -> {
      for (Row.Check check : checks) {
        check.in(scene);
      }
    };
  }

  /** All signals arrive. */
  static Row.Check everything() {
    return both(
        SpanSeen.all(""), LogSeen.all(""), MetricSeen.batch("metrics", b -> b.has("typed.cpu")));
  }

  /** The document changes nothing that telemetry shows; it still arrives. */
  static Row.Check spans() {
    return SpanSeen.all("");
  }
}

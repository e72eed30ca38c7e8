package dev.opamp.javaagent.testing.matrix;

import java.util.function.Function;

/**
 * One change.
 *
 * @param key of the document, without list positions
 * @param change in words
 * @param document YAML, with placeholders for {@link Places}
 * @param expected by target
 * @param seen what must be true while the document is in force
 */
record Row(
    String key,
    String change,
    String document,
    Function<Target, Expected> expected,
    Row.Check seen) {

  /** Looks at what arrives of one application. */
  interface Check {
    void in(Scene scene) throws Exception;
  }

  /** In force wherever it can be. */
  static Row applied(String key, String change, String document, Check seen) {
    return new Row(key, change, document, target -> Expected.applied(), seen);
  }

  Row expecting(Function<Target, Expected> other) {
    return new Row(key, change, document, other, seen);
  }

  /** In force where the SDK is new enough, and refused with this path elsewhere. */
  Row since(String version, String path) {
    return expecting(
        target ->
            target.isSince(version) || target.isOwnSdk()
                ? Expected.applied()
                : Expected.refused(path, version.substring(0, version.lastIndexOf('.'))));
  }

  /** In force only in the SDK that the agent itself brings. */
  Row onlyInOwnSdk(String path) {
    return expecting(target -> target.isOwnSdk() ? Expected.applied() : Expected.refused(path, ""));
  }

  /** The row is not there where the API has no logs. */
  Row ofLogs() {
    Function<Target, Expected> before = expected;
    return expecting(
        target ->
            target.hasLogs()
                ? before.apply(target)
                : Expected.missing("OpenTelemetry " + target.sdk() + " has no stable logs"));
  }

  String name() {
    return key + ": " + change;
  }

  @Override
  public String toString() {
    return name();
  }
}

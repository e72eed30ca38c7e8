package dev.opamp.javaagent.testing.matrix;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One change.
 *
 * @param key of the document, without list positions
 * @param change in words
 * @param document YAML, with placeholders for {@link Places}
 * @param expected by cell
 * @param seen what must be true while the document is in force
 */
record Row(
    String key, String change, String document, Function<Cell, Expected> expected, Row.Check seen) {

  /** Looks at what arrives of one application. */
  interface Check {
    void in(Scene scene) throws Exception;
  }

  /** In force wherever it can be. */
  static Row applied(String key, String change, String document, Check seen) {
    return new Row(key, change, document, cell -> Expected.applied(), seen);
  }

  Row expecting(Function<Cell, Expected> other) {
    return new Row(key, change, document, other, seen);
  }

  /** Refused in some cells. */
  Row refusedIf(Predicate<Cell> cells, String path, String reason) {
    Function<Cell, Expected> before = expected;
    return expecting(
        cell -> cells.test(cell) ? Expected.refused(path, reason) : before.apply(cell));
  }

  /** In force where the SDK is new enough, and refused with this path elsewhere. */
  Row since(String version, String path) {
    String words = version.substring(0, version.lastIndexOf('.'));
    return refusedIf(
        cell -> !cell.target().isSince(version) && !cell.target().isOwnSdk(), path, words);
  }

  /** In force only in the SDK that the agent itself brings. */
  Row onlyInOwnSdk(String path) {
    return refusedIf(cell -> !cell.target().isOwnSdk(), path, "(target ");
  }

  /** The row is not there where the API has no logs. */
  Row ofLogs() {
    Function<Cell, Expected> before = expected;
    return expecting(
        cell ->
            cell.target().hasLogs()
                ? before.apply(cell)
                : Expected.missing("OpenTelemetry " + cell.target().sdk() + " has no stable logs"));
  }

  String name() {
    return key + ": " + change;
  }

  @Override
  public String toString() {
    return name();
  }
}

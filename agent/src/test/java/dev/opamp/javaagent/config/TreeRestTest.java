package dev.opamp.javaagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TreeRestTest {

  private static final String LISTS = "a: [{n: 0}, {n: 1}, {n: 2}]\nb: {c: {d: 1}}\ne: [x, y, z]\n";

  private static TreeRest rest(TreeRest of, String... paths) {
    List<ConfigProblem> problems =
        Stream.of(paths).map(path -> new ConfigProblem(path, 0, "")).toList();
    return of.without(problems);
  }

  private static TreeRest lists() {
    return TreeRest.all(Documents.parse(LISTS).root());
  }

  @Test
  void itemsThatMovedUpAreKnownByTheirOldPlace() {
    TreeRest once = rest(lists(), "a[0]", "e[1]");

    assertThat(once.tree())
        .isEqualTo(Documents.parse("a: [{n: 1}, {n: 2}]\nb: {c: {d: 1}}\ne: [x, z]\n").root());
    assertThat(once.before("a[0].n")).isEqualTo("a[1].n");
    assertThat(once.before("a[1].missing.deeper")).isEqualTo("a[2].missing.deeper");
    assertThat(once.before("e[1]")).isEqualTo("e[2]");
    assertThat(once.before("b.c.d")).isEqualTo("b.c.d");
  }

  @Test
  void placesAreThoseOfTheFirstTreeAfterSeveralCuts() {
    TreeRest twice = rest(rest(lists(), "a[0]"), "a[0].n");

    assertThat(twice.tree().get("a")).isEqualTo(Documents.parse("a: [{}, {n: 2}]").root().get("a"));
    assertThat(rest(twice, "a[0]").before("a[0].n")).isEqualTo("a[2].n");
  }

  @Test
  void whatIsNotThereTakesItsParentButNeverTheDocument() {
    assertThat(rest(lists(), "b.c.missing").tree())
        .isEqualTo(Documents.parse("a: [{n: 0}, {n: 1}, {n: 2}]\nb: {}\ne: [x, y, z]\n").root());
    assertThat(rest(lists(), "missing", "").tree()).isEqualTo(lists().tree());
  }
}

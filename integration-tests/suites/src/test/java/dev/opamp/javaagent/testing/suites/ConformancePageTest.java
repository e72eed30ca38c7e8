package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Generates docs/conformance.md from the checklist, the tags of all tests, and the written
 * decisions, and holds the committed page against it.
 *
 * <p>{@code -Dconformance.write=true} writes the page instead of comparing.
 */
class ConformancePageTest {

  private static final Path ROOT = Path.of("../..");
  private static final Path PAGE = ROOT.resolve("docs/conformance.md");
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]+-\\d+[a-z]?)\"\\)");

  private record Row(String id, String level, String requirement) {
    String area() {
      return id.substring(0, id.indexOf('-'));
    }
  }

  private record Decision(String state, String why) {}

  @Test
  void pageIsWhatTheTestsSay() throws IOException {
    String page = render(rows(), tests(), decisions());
    if (Boolean.getBoolean("conformance.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/conformance.md is stale: run this test with -Dconformance.write=true")
        .isEqualTo(page);
  }

  @Test
  void everyTagNamesARowOfTheChecklist() throws IOException {
    assertThat(rows().keySet()).containsAll(tests().keySet());
  }

  @Test
  void noRowIsBothProvenAndDecidedAgainst() throws IOException {
    Set<String> both = new TreeSet<>(tests().keySet());
    both.retainAll(decisions().keySet());
    assertThat(both).isEmpty();
  }

  private static String render(
      Map<String, Row> rows, Map<String, Set<String>> tests, Map<String, Decision> decisions) {
    Map<String, List<Row>> areas = new LinkedHashMap<>();
    rows.values()
        .forEach(row -> areas.computeIfAbsent(row.area(), a -> new ArrayList<>()).add(row));
    StringBuilder page = new StringBuilder();
    page.append("# OpAMP conformance\n\n")
        .append("Generated from the checklist and from the tags of the tests by ")
        .append("`ConformancePageTest`; do not edit.\n\n")
        .append("A row is *proven* when a test that runs in the build carries its ID, ")
        .append("*not applicable* or *open* when `decisions.tsv` says why; a row nobody has ")
        .append("looked at yet is *open* without a reason.\n\n")
        .append("| Area | Rows | Proven | Not applicable | Open |\n|---|---|---|---|---|\n");
    areas.forEach((area, list) -> page.append(summary(area, list, tests, decisions)));
    areas.forEach(
        (area, list) -> {
          page.append("\n## ").append(area);
          page.append("\n\n| ID | Level | State | Requirement | By |\n|---|---|---|---|---|\n");
          list.forEach(row -> page.append(line(row, tests, decisions)));
        });
    return page.toString();
  }

  private static String summary(
      String area,
      List<Row> rows,
      Map<String, Set<String>> tests,
      Map<String, Decision> decisions) {
    long proven =
        rows.stream().filter(row -> state(row, tests, decisions).equals("proven")).count();
    long excluded =
        rows.stream().filter(row -> state(row, tests, decisions).equals("not applicable")).count();
    return "| %s | %d | %d | %d | %d |%n"
        .formatted(area, rows.size(), proven, excluded, rows.size() - proven - excluded)
        .replace("\r", "");
  }

  private static String state(
      Row row, Map<String, Set<String>> tests, Map<String, Decision> decisions) {
    if (tests.containsKey(row.id())) {
      return "proven";
    }
    Decision decision = decisions.get(row.id());
    return decision == null ? "open" : decision.state();
  }

  private static String line(
      Row row, Map<String, Set<String>> tests, Map<String, Decision> decisions) {
    Decision decision = decisions.get(row.id());
    String by =
        tests.containsKey(row.id())
            ? String.join(", ", tests.get(row.id()))
            : decision == null ? "" : decision.why();
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(row.id(), row.level(), state(row, tests, decisions), row.requirement(), by);
  }

  private static Map<String, Row> rows() throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (String[] cells : table("checklist.tsv")) {
      rows.put(cells[0], new Row(cells[0], cells[1], cells[2]));
    }
    return rows;
  }

  private static Map<String, Decision> decisions() throws IOException {
    Map<String, Decision> decisions = new TreeMap<>();
    for (String[] cells : table("decisions.tsv")) {
      assertThat(cells[1]).isIn("not applicable", "open");
      decisions.put(cells[0], new Decision(cells[1], cells[2]));
    }
    return decisions;
  }

  private static List<String[]> table(String name) throws IOException {
    try (InputStream in = ConformancePageTest.class.getResourceAsStream("/conformance/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\t", 3))
          .toList();
    }
  }

  /** Row ID to the names of the test classes that carry it. */
  private static Map<String, Set<String>> tests() throws IOException {
    Map<String, Set<String>> tests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().replace('\\', '/').contains("/src/test/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> collect(file, tests));
    }
    return tests;
  }

  private static void collect(Path file, Map<String, Set<String>> tests) {
    try {
      Matcher matcher = TAG.matcher(Files.readString(file));
      String name = file.getFileName().toString().replace(".java", "");
      while (matcher.find()) {
        tests.computeIfAbsent(matcher.group(1), id -> new TreeSet<>()).add(name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

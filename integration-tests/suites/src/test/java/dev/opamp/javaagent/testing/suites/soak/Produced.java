package dev.opamp.javaagent.testing.suites.soak;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the application says it made.
 *
 * @param spans numbers of the sampled spans by worker
 * @param logs numbers of the emitted records by worker
 * @param metrics quarters by {@code sum|count|last instrument route}
 */
record Produced(Map<Integer, BitSet> spans, Map<Integer, BitSet> logs, Map<String, Long> metrics) {

  /** Reads the answer of {@code /stop}. */
  static Produced parse(String report) {
    Produced produced = new Produced(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    report.lines().forEach(produced::take);
    return produced;
  }

  private void take(String line) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "spans" -> spans.put(Integer.parseInt(words[1]), bits(words[2]));
      case "logs" -> logs.put(Integer.parseInt(words[1]), bits(words[2]));
      default -> metrics.put(words[0] + " " + words[1] + " " + words[2], Long.parseLong(words[3]));
    }
  }

  private static BitSet bits(String hex) {
    return BitSet.valueOf(HexFormat.of().parseHex(hex));
  }

  static int count(Map<Integer, BitSet> numbers) {
    return numbers.values().stream().mapToInt(BitSet::cardinality).sum();
  }
}

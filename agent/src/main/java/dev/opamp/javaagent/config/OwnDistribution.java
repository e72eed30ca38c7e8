package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an offer says to this distribution of OpenTelemetry alone, where the configuration language
 * has a place for that:
 *
 * <pre>{@code
 * distribution:
 *   opamp-javaagent:
 *     config:
 *       enabled: false
 * }</pre>
 *
 * <p>While an offer says so, every SDK is as it was started. Immutable.
 */
final class OwnDistribution {

  private static final String DISTRIBUTION = "distribution";
  private static final String NAME = "opamp-javaagent";
  private static final String CONFIG = "config";
  private static final String ENABLED = "enabled";
  private static final String ENABLED_PATH =
      DISTRIBUTION + "." + NAME + "." + CONFIG + "." + ENABLED;

  private final ConfigDocument rest;
  private final boolean configEnabled;
  private final List<ConfigProblem> problems;

  private OwnDistribution(
      ConfigDocument rest, boolean configEnabled, List<ConfigProblem> problems) {
    this.rest = rest;
    this.configEnabled = configEnabled;
    this.problems = problems;
  }

  /** Reads what is said to this distribution; what is said to others stays in the document. */
  static OwnDistribution of(ConfigDocument document) {
    Object all = document.root().get(DISTRIBUTION);
    if (!(all instanceof Map) || !Trees.map(all).containsKey(NAME)) {
      return new OwnDistribution(document, true, new ArrayList<>());
    }
    Map<String, Object> others = new LinkedHashMap<>(Trees.map(all));
    Object own = others.remove(NAME);
    Map<String, Object> rest = new LinkedHashMap<>(document.root());
    if (others.isEmpty()) {
      rest.remove(DISTRIBUTION);
    } else {
      rest.put(DISTRIBUTION, others);
    }
    List<ConfigProblem> problems = new ArrayList<>();
    Object enabled = enabled(document, own, problems);
    if (problems.isEmpty() && !(enabled instanceof Boolean)) {
      problems.add(document.problem(ENABLED_PATH, "must be true or false"));
    }
    return new OwnDistribution(document.withRoot(rest), !Boolean.FALSE.equals(enabled), problems);
  }

  private static @Nullable Object enabled(
      ConfigDocument document, @Nullable Object own, List<ConfigProblem> problems) {
    String path = DISTRIBUTION + "." + NAME;
    Object config = only(document, own, path, CONFIG, problems);
    return config == null && !problems.isEmpty()
        ? null
        : only(document, config, path + "." + CONFIG, ENABLED, problems);
  }

  private static @Nullable Object only(
      ConfigDocument document,
      @Nullable Object node,
      String path,
      String key,
      List<ConfigProblem> problems) {
    if (!(node instanceof Map)) {
      problems.add(document.problem(path, "must be a mapping with " + key));
      return null;
    }
    for (String other : Trees.map(node).keySet()) {
      if (!other.equals(key)) {
        problems.add(
            document.problem(
                ConfigDocument.child(path, other), "is not known; known here: " + key));
      }
    }
    return Trees.map(node).get(key);
  }

  /** The document without what is said to this distribution. */
  ConfigDocument rest() {
    return rest;
  }

  boolean configEnabled() {
    return configEnabled;
  }

  /** What is wrong with it; what else an offer that switches configuration off says is too. */
  List<ConfigProblem> problems() {
    List<ConfigProblem> all = new ArrayList<>(problems);
    if (!configEnabled) {
      rest.root()
          .forEach(
              (key, value) -> {
                if (!key.equals("file_format")) {
                  all.add(rest.problem(key, "does not count while " + ENABLED_PATH + " is false"));
                }
              });
      if (!rest.keys().isEmpty()) {
        all.add(rest.problem("", "keys do not count while " + ENABLED_PATH + " is false"));
      }
    }
    return all;
  }
}

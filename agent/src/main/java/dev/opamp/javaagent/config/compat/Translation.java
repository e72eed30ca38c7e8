package dev.opamp.javaagent.config.compat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What compatibility keys mean for the document they are laid over, and for the agent itself. */
public final class Translation {

  private final Map<String, Object> tree;
  private final String logLevel;
  private final @Nullable Duration pollInterval;
  private final List<KeyProblem> problems;

  Translation(
      Map<String, Object> tree,
      String logLevel,
      @Nullable Duration pollInterval,
      List<KeyProblem> problems) {
    this.tree = Collections.unmodifiableMap(tree);
    this.logLevel = logLevel;
    this.pollInterval = pollInterval;
    this.problems = Collections.unmodifiableList(problems);
  }

  /** A part of a declarative document; empty when the keys change nothing in it. */
  public Map<String, Object> tree() {
    return tree;
  }

  /** The severity from which the agent logs, or {@code off}; empty when no key says so. */
  public String logLevel() {
    return logLevel;
  }

  /** How often the agent is to ask its server; null when no key says so. */
  public @Nullable Duration pollInterval() {
    return pollInterval;
  }

  /** What cannot be honoured; the rest of the translation is then without it. */
  public List<KeyProblem> problems() {
    return problems;
  }
}

package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A configuration that cannot be put in force, with every problem found. */
public final class ConfigRejectedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  public ConfigRejectedException(List<ConfigProblem> problems) {
    super(describe(problems));
    this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
  }

  public ConfigRejectedException(ConfigProblem problem) {
    this(Collections.singletonList(problem));
  }

  public List<ConfigProblem> problems() {
    return problems;
  }

  private static String describe(List<ConfigProblem> problems) {
    StringBuilder text = new StringBuilder();
    for (ConfigProblem problem : problems) {
      text.append(text.length() == 0 ? "" : "; ").append(problem);
    }
    return text.toString();
  }
}

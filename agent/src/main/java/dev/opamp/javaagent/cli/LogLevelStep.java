package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.config.CandidateDocument;
import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.SwapKind;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The one change that no SDK knows of: the level is that of the agent's own log. */
final class LogLevelStep {

  private static final String KEY = "log_level";

  private LogLevelStep() {}

  static List<ChangeStep> between(CandidateDocument before, CandidateDocument after) {
    boolean same = Objects.equals(before.shown().get(KEY), after.shown().get(KEY));
    return same
        ? Collections.emptyList()
        : Collections.singletonList(new ChangeStep(KEY, SwapKind.PARAMETER));
  }
}

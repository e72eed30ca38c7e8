package dev.opamp.javaagent.config;

import dev.opamp.javaagent.log.AgentLogger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts a document in force in every target, or in none. */
final class TargetTransaction {

  private static final AgentLogger LOGGER = AgentLogger.get(TargetTransaction.class);

  private final List<PreparedChange> prepared = new ArrayList<>();
  private int committed;
  private boolean allPrepared;

  private final Redaction redaction;

  private TargetTransaction(Redaction redaction) {
    this.redaction = redaction;
  }

  /**
   * Prepares all targets, then commits in order.
   *
   * @return what was exchanged in any of them, and how
   * @throws ConfigRejectedException when a target refused or failed, with its name; whatever was
   *     committed has been reverted then
   */
  static List<ChangeStep> apply(List<SdkTarget> targets, SdkDocument document, Redaction redaction)
      throws ConfigRejectedException {
    return new TargetTransaction(redaction).run(targets, document);
  }

  private List<ChangeStep> run(List<SdkTarget> targets, SdkDocument document)
      throws ConfigRejectedException {
    String target = "";
    try {
      for (SdkTarget next : targets) {
        target = next.name();
        prepared.add(next.prepare(document));
      }
      allPrepared = true;
      for (; committed < prepared.size(); committed++) {
        target = targets.get(committed).name();
        prepared.get(committed).commit();
      }
    } catch (ConfigRejectedException e) {
      undo();
      throw named(target, e);
    } catch (Throwable t) {
      undo();
      throw new ConfigRejectedException(
          new ConfigProblem("", 0, "target " + target + " failed: " + describe(t, redaction)));
    }
    for (PreparedChange change : prepared) {
      quietly("retire", change::retireReplaced);
    }
    return steps();
  }

  private List<ChangeStep> steps() {
    Set<ChangeStep> steps = new LinkedHashSet<>();
    prepared.forEach(change -> steps.addAll(change.steps()));
    return new ArrayList<>(steps);
  }

  /** A change whose commit failed half-way is reverted like those before it. */
  private void undo() {
    for (int i = prepared.size() - 1; i >= 0; i--) {
      PreparedChange change = prepared.get(i);
      quietly("undo", allPrepared && i <= committed ? change::revert : change::discard);
    }
  }

  private static ConfigRejectedException named(String target, ConfigRejectedException e) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (ConfigProblem problem : e.problems()) {
      problems.add(
          new ConfigProblem(
              problem.path(), problem.line(), problem.message() + " (target " + target + ")"));
    }
    return new ConfigRejectedException(
        problems.isEmpty()
            ? Collections.singletonList(new ConfigProblem("", 0, "refused by target " + target))
            : problems);
  }

  static String describe(Throwable t, Redaction redaction) {
    String message = t.getMessage() == null ? "" : ": " + redaction.text(t.getMessage());
    return StatusMessage.oneLine(t.getClass().getSimpleName() + message);
  }

  private void quietly(String what, Runnable step) {
    try {
      step.run();
    } catch (Throwable t) {
      LOGGER.error(
          "could not " + what + " a configuration change: " + describe(t, redaction), null);
    }
  }
}

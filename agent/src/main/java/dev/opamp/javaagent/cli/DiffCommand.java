package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.config.CandidateDocument;
import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.ManagedSdk;
import dev.opamp.javaagent.config.PreparedChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Prints what a running SDK would exchange, and how, if one document took another's place. */
final class DiffCommand implements Command {

  private static final long CLOSE_MILLIS = 500;

  private final CandidateReader reader;

  DiffCommand(CandidateReader reader) {
    this.reader = reader;
  }

  @Override
  public String name() {
    return "diff";
  }

  @Override
  public String usage() {
    return "diff FILE FILE\n"
        + "    prints what would change, and by which way, if the second took the place of the\n"
        + "    first in a running JVM\n"
        + "    exit code: 0 nothing would change, 1 something would, 2 trouble\n";
  }

  @Override
  public int run(List<String> args, Terminal terminal) throws UsageException {
    List<String> files = Arguments.parse(args, Collections.emptySet(), "").files();
    if (files.size() != 2) {
      throw new UsageException("two files are wanted");
    }
    List<CandidateDocument> documents = new ArrayList<>();
    for (String file : files) {
      try {
        CandidateDocument document = reader.whole(file);
        document.problems().forEach(problem -> terminal.complain(problem.toString()));
        if (document.problems().isEmpty()) {
          documents.add(document);
        }
      } catch (UnreadableException e) {
        terminal.complain(String.valueOf(e.getMessage()));
      }
    }
    return documents.size() < 2
        ? ExitCode.TROUBLE
        : compare(documents.get(0), documents.get(1), terminal);
  }

  private int compare(CandidateDocument before, CandidateDocument after, Terminal terminal) {
    List<ChangeStep> steps;
    try {
      steps = steps(before, after);
    } catch (ConfigRejectedException e) {
      terminal.complain(OneLine.of("the change cannot be made: " + e.getMessage()));
      return ExitCode.TROUBLE;
    }
    for (ChangeStep step : steps) {
      String detail = TreeDifference.at(step.path(), before.shown(), after.shown());
      terminal.answer(step + (detail.isEmpty() ? "" : " (" + detail + ")") + "\n");
    }
    if (steps.isEmpty()) {
      terminal.answer("nothing would change\n");
    }
    return steps.isEmpty() ? ExitCode.FINE : ExitCode.NO;
  }

  private List<ChangeStep> steps(CandidateDocument before, CandidateDocument after)
      throws ConfigRejectedException {
    ManagedSdk sdk = reader.sdk();
    try {
      sdk.prepare(before.sdkDocument()).commit();
      PreparedChange change = sdk.prepare(after.sdkDocument());
      List<ChangeStep> steps = new ArrayList<>(LogLevelStep.between(before, after));
      steps.addAll(change.steps());
      change.discard();
      return steps;
    } finally {
      sdk.close(CLOSE_MILLIS);
    }
  }
}

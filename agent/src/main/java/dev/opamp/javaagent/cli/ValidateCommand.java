package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.config.CandidateDocument;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints every error of some documents, or what each would put in force. */
final class ValidateCommand implements Command {

  private static final String PARTIAL = "--partial";
  private static final String OVER = "--over";

  private final CandidateReader reader;

  ValidateCommand(CandidateReader reader) {
    this.reader = reader;
  }

  @Override
  public String name() {
    return "validate";
  }

  @Override
  public String usage() {
    return "validate [--partial] [--over BASE] FILE...\n"
        + "    checks each FILE (- for standard input) and prints what it would put in force;\n"
        + "    errors go to standard error as FILE:LINE: PATH: REASON\n"
        + "    --partial     FILE is a part, to be laid over a document\n"
        + "    --over BASE   FILE is a part; show it laid over BASE\n"
        + "    exit code: 0 no errors, 1 errors, 2 wrong usage or a file that cannot be read\n";
  }

  @Override
  public int run(List<String> args, Terminal terminal) throws UsageException {
    Arguments arguments = Arguments.parse(args, Collections.singleton(PARTIAL), OVER);
    if (arguments.files().isEmpty()) {
      throw new UsageException("no file is given");
    }
    CandidateDocument base;
    try {
      base = arguments.value() == null ? null : reader.whole(arguments.value());
    } catch (UnreadableException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.TROUBLE;
    }
    if (base != null && !base.problems().isEmpty()) {
      base.problems().forEach(problem -> terminal.complain(problem.toString()));
      return ExitCode.NO;
    }
    return files(arguments, base, terminal);
  }

  private int files(Arguments arguments, @Nullable CandidateDocument base, Terminal terminal) {
    boolean several = arguments.files().size() > 1;
    int code = ExitCode.FINE;
    for (String file : arguments.files()) {
      try {
        CandidateDocument document = read(file, base, arguments.has(PARTIAL));
        document.problems().forEach(problem -> terminal.complain(problem.toString()));
        if (document.problems().isEmpty()) {
          String head = several ? "--- # " + OneLine.of(file) + "\n" : "";
          terminal.answer(head + document.yaml());
        } else {
          code = Math.max(code, ExitCode.NO);
        }
      } catch (UnreadableException e) {
        terminal.complain(String.valueOf(e.getMessage()));
        code = ExitCode.TROUBLE;
      }
    }
    return code;
  }

  private CandidateDocument read(String file, @Nullable CandidateDocument base, boolean partial)
      throws UnreadableException {
    if (base != null) {
      return reader.over(base, file);
    }
    return partial ? reader.part(file) : reader.whole(file);
  }
}

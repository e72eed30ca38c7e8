package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.bootstrap.Exchange;
import java.util.List;

/** Starts the agent in a JVM that runs, or lists those that there are. */
final class AttachCommand implements Command {

  @Override
  public String name() {
    return "attach";
  }

  @Override
  public String usage() {
    return "attach [PID [KEY=VALUE,...]...]\n"
        + "    starts the agent in a running JVM, with settings as after -javaagent:...=;\n"
        + "    without PID lists the JVMs of this user\n"
        + "    exit code: 0 started, 1 not started, 2 wrong usage or no such JVM\n";
  }

  @Override
  public int run(List<String> args, Terminal terminal) throws UsageException {
    if (args.isEmpty()) {
      return list(terminal);
    }
    String pid = ProcessId.parse(args.get(0));
    return AgentCall.make(pid, Exchange.ATTACH, joined(args.subList(1, args.size())), terminal);
  }

  /** Makes one text of several, in the syntax of agent arguments. */
  static String joined(List<String> settings) throws UsageException {
    for (int i = 0; i < settings.size(); i++) {
      String each = settings.get(i);
      // The texts are not repeated: they may hold a secret.
      if (each.startsWith("-")) {
        throw new UsageException("setting " + (i + 1) + " is not key=value");
      }
      if (each.endsWith("\\") && i < settings.size() - 1) {
        throw new UsageException(
            "setting "
                + (i + 1)
                + " ends in a backslash, which makes the comma behind it a part"
                + " of the value; it can only be the last");
      }
    }
    return String.join(",", settings);
  }

  private static int list(Terminal terminal) {
    try {
      AttachApi.find().machines().forEach(line -> terminal.answer(line + "\n"));
      return ExitCode.FINE;
    } catch (UnreachableException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.TROUBLE;
    }
  }
}

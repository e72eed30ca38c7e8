package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.bootstrap.Exchange;
import java.util.List;

/** Stops the agent in a JVM, which goes on. */
final class DetachCommand implements Command {

  @Override
  public String name() {
    return "detach";
  }

  @Override
  public String usage() {
    return "detach PID\n"
        + "    stops the agent in a running JVM, however it was started\n"
        + "    exit code: 0 stopped, 1 there is none or it did not stop, 2 wrong usage or no such"
        + " JVM\n";
  }

  @Override
  public int run(List<String> args, Terminal terminal) throws UsageException {
    if (args.size() != 1) {
      throw new UsageException("one process ID is wanted");
    }
    return AgentCall.make(ProcessId.parse(args.get(0)), Exchange.DETACH, "", terminal);
  }
}

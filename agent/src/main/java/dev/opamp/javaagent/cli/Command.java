package dev.opamp.javaagent.cli;

import java.util.List;

/** One thing the jar can do when it is run. */
interface Command {

  /** What is written first on the command line. */
  String name();

  /** How to call it, a few lines that each end in a line feed. */
  String usage();

  /**
   * Does it.
   *
   * @param args what follows the name
   * @return the exit code
   * @throws UsageException when the arguments make no sense; nothing has been printed then
   */
  int run(List<String> args, Terminal terminal) throws UsageException;
}

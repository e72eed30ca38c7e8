package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.config.Lookups;
import dev.opamp.javaagent.log.LogLevel;
import dev.opamp.javaagent.log.LogOutput;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the command that the first argument names and runs it; the result is the exit code. Loaded
 * by name from the visible part of the jar, and called through JDK types.
 */
public final class CommandLine implements ToIntFunction<String[]> {

  private static final String NAME = "opamp-javaagent";

  private final Terminal terminal;
  private final List<Command> commands;

  /** Called by reflection with the streams of the process. */
  public CommandLine(InputStream in, PrintStream out, PrintStream err) {
    this(
        new Terminal(in, out, err),
        new Lookups(System.getenv()::get, System.getProperties()::getProperty));
  }

  CommandLine(Terminal terminal, Lookups lookups) {
    this.terminal = terminal;
    CandidateReader reader = new CandidateReader(lookups, terminal.in());
    this.commands =
        Arrays.asList(
            new ValidateCommand(reader),
            new DiffCommand(reader),
            new AttachCommand(),
            new DetachCommand());
  }

  @Override
  public int applyAsInt(String[] args) {
    // What the libraries have to say is said by the commands.
    LogOutput.setThreshold(LogLevel.OFF);
    try {
      return run(Arrays.asList(args));
    } catch (UsageException e) {
      terminal.complain(NAME + ": " + OneLine.of(String.valueOf(e.getMessage())));
      return ExitCode.TROUBLE;
    }
  }

  private int run(List<String> args) throws UsageException {
    String first = args.isEmpty() ? "--help" : args.get(0);
    if (isHelp(first)) {
      terminal.answer(usage());
      return ExitCode.FINE;
    }
    if (first.equals("--version")) {
      terminal.answer(NAME + " " + BuildVersion.read() + "\n");
      return ExitCode.FINE;
    }
    Command command = named(first);
    if (command == null) {
      terminal.complain(NAME + ": unknown command: " + OneLine.of(first));
      terminal.complain(usage().trim());
      return ExitCode.TROUBLE;
    }
    return run(command, args.subList(1, args.size()));
  }

  private int run(Command command, List<String> args) throws UsageException {
    if (args.stream().anyMatch(CommandLine::isHelp)) {
      terminal.answer("usage: " + command.usage());
      return ExitCode.FINE;
    }
    try {
      return command.run(args, terminal);
    } catch (UsageException e) {
      terminal.complain(NAME + " " + command.name() + ": " + OneLine.of("" + e.getMessage()));
      terminal.complain(("usage: " + command.usage()).trim());
      return ExitCode.TROUBLE;
    }
  }

  private static boolean isHelp(String argument) {
    return argument.equals("--help") || argument.equals("-h") || argument.equals("help");
  }

  private @Nullable Command named(String name) {
    return commands.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  private String usage() {
    List<String> lines = new ArrayList<>();
    lines.add("usage: java -javaagent:opamp-javaagent.jar[=key=value,...] -jar app.jar");
    lines.add("           runs app.jar as a managed agent; needs otel.opamp.endpoint");
    lines.add("       java -jar opamp-javaagent.jar COMMAND ...");
    lines.add("");
    lines.add("commands:");
    String text = String.join("\n", lines) + "\n";
    for (Command command : commands) {
      text += "  " + command.usage().trim().replace("\n", "\n  ") + "\n";
    }
    return text + "  --version\n  --help\n";
  }
}

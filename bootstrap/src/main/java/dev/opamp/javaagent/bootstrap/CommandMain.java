package dev.opamp.javaagent.bootstrap;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.ToIntFunction;

/**
 * Entry point of {@code java -jar}: runs a command of the agent's jar, never the agent.
 *
 * <p>The one place that ends a JVM, which is its own. The streams are those of the process, in
 * UTF-8 on every platform.
 */
public final class CommandMain {

  private static final String COMMANDS = "dev.opamp.javaagent.cli.CommandLine";

  private static final int TROUBLE = 2;

  private CommandMain() {}

  /** Called by the JVM for {@code java -jar}. */
  public static void main(String[] args) throws IOException {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    int code = run(args, new FileInputStream(FileDescriptor.in), out, err);
    boolean told = !out.checkError();
    err.flush();
    // Threads of libraries must not keep the process.
    System.exit(told ? code : TROUBLE);
  }

  private static PrintStream stream(FileDescriptor descriptor) throws IOException {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, "UTF-8");
  }

  private static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    try {
      AgentClassLoader loader = new AgentClassLoader(AgentLauncher.jarFile());
      Object commands =
          loader
              .loadClass(COMMANDS)
              .getConstructor(InputStream.class, PrintStream.class, PrintStream.class)
              .newInstance(in, out, err);
      @SuppressWarnings("unchecked")
      ToIntFunction<String[]> line = (ToIntFunction<String[]>) commands;
      return line.applyAsInt(args);
    } catch (Throwable t) {
      err.print("opamp-javaagent: " + t + "\n");
      return TROUBLE;
    }
  }
}

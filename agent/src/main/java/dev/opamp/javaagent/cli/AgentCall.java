package dev.opamp.javaagent.cli;

import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.bootstrap.Exchange;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks the agent in another JVM for something, and says what became of it. */
final class AgentCall {

  /** More than a stop with receivers that do not answer takes. */
  private static final int LIMIT_SECONDS = 60;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private AgentCall() {}

  /**
   * Loads this jar into a JVM with a request, and waits for the answer.
   *
   * @return the exit code
   */
  static int make(String pid, String verb, String arguments, Terminal terminal) {
    String process = "process " + pid;
    String answer;
    try {
      answer = ask(pid, verb, arguments);
    } catch (UnreachableException e) {
      terminal.complain(process + ": " + e.getMessage());
      return ExitCode.TROUBLE;
    }
    if (answer.startsWith(Exchange.DONE)) {
      terminal.answer(process + ": " + answer.substring(Exchange.DONE.length()) + "\n");
      return ExitCode.FINE;
    }
    String reason =
        answer.startsWith(Exchange.REFUSED) ? answer.substring(Exchange.REFUSED.length()) : answer;
    terminal.complain(process + ": " + reason);
    return ExitCode.NO;
  }

  private static String ask(String pid, String verb, String arguments) throws UnreachableException {
    TargetProcess process = new TargetProcess(pid);
    String objection = process.objection();
    if (objection != null) {
      throw new UnreachableException(objection);
    }
    AttachApi api = AttachApi.find();
    try (RequestFiles files = RequestFiles.write(process, verb, arguments)) {
      api.load(pid, jar(), files.agentArguments());
      return OneLine.of(await(process, files));
    } catch (IOException e) {
      throw new UnreachableException("no request can be written for it: " + e);
    }
  }

  /** Returns the jar that this command is from. */
  private static File jar() {
    return ((AgentClassLoader) AgentCall.class.getClassLoader()).jarFile();
  }

  /** Looks again and again: another process tells nobody here that it has written. */
  private static String await(TargetProcess process, RequestFiles files)
      throws UnreachableException, IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
      String answer = files.answer();
      if (answer != null) {
        return answer;
      }
      if (process.isGone()) {
        throw new UnreachableException("has ended");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new UnreachableException("no answer within " + LIMIT_SECONDS + " s");
  }
}

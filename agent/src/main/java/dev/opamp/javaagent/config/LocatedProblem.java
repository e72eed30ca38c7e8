package dev.opamp.javaagent.config;

/** One thing wrong with a file, in the form in which compilers say it. */
public final class LocatedProblem {

  private final String file;
  private final ConfigProblem problem;

  LocatedProblem(String file, ConfigProblem problem) {
    this.file = file;
    this.problem = problem;
  }

  /** The line in its file from 1 on; 0 when unknown. */
  public int line() {
    return problem.line();
  }

  /** The dotted path of the key; empty for the whole document. */
  public String path() {
    return problem.path();
  }

  boolean says(LocatedProblem other) {
    return path().equals(other.path()) && problem.message().equals(other.problem.message());
  }

  /** Returns {@code file:line: path: reason}, on one line and free of secrets. */
  @Override
  public String toString() {
    String line = problem.line() > 0 ? ":" + problem.line() : "";
    String path = problem.path().isEmpty() ? "document" : problem.path();
    return StatusMessage.oneLine(file + line + ": " + path + ": " + problem.message());
  }
}

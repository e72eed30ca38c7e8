package dev.opamp.javaagent.bootstrap;

/** Nobody waits for an answer: one line on stderr when there is trouble, else silence. */
final class StderrAnswer implements Answer {

  @Override
  public void done(String text) {}

  @Override
  public void nothingToDo(String text) {}

  @Override
  public void refused(String text) {
    System.err.println("opamp-javaagent: " + text.replace('\r', ' ').replace('\n', ' '));
  }
}

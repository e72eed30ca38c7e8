package dev.opamp.javaagent.bootstrap;

/** Where is told, once, what became of the wish to have an agent, or to have none. */
interface Answer {

  /** It is as was wished. */
  void done(String text);

  /** Nothing went wrong, and yet there is no agent. */
  void nothingToDo(String text);

  /** It is not as was wished, and why; free of secrets. */
  void refused(String text);
}

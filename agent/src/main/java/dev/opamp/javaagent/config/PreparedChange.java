package dev.opamp.javaagent.config;

import java.util.List;

/**
 * A change that is built and waits to be published, or has been. Used from the apply thread only.
 */
public interface PreparedChange {

  /**
   * Returns what is exchanged and how, in the order of the document; empty when nothing is. Each
   * place is named once, at the level at which it is exchanged.
   */
  List<ChangeStep> steps();

  /** Publishes the new parts; does not block on anything old. */
  void commit();

  /** Puts the parts in force before {@link #commit} back and closes the new ones. */
  void revert();

  /** Gives up a change that was never committed, and closes what was built. */
  void discard();

  /** Flushes and closes the replaced parts in the background, within a deadline. */
  void retireReplaced();
}

package dev.opamp.javaagent.config;

/**
 * An SDK that the application, or another agent, has built, found as a whole or piece by piece. JDK
 * types only, as for its parents. Used on the apply thread.
 */
public interface AdoptedSdk extends ManagedSdk {

  /**
   * Takes control of an object of the SDK: the SDK itself, the shared state of a signal, or a
   * metric reader. Changes nothing that can be seen.
   *
   * @return whether there is more to control than before
   */
  boolean adopt(Object found);
}

package dev.opamp.javaagent.config;

import java.util.Map;

/**
 * One SDK found in the JVM. The config pipeline changes it through this port alone, always from the
 * one apply thread.
 *
 * <p>The signatures use JDK types and this package's only: implementations live in other class
 * loaders.
 */
public interface SdkTarget {

  /** A name for people and for error messages, for example {@code own}. */
  String name();

  /**
   * Builds everything the document asks for that is not yet in force, and touches nothing live.
   *
   * @param document the whole effective document
   * @throws ConfigRejectedException when the target cannot honour a key; nothing is left behind
   */
  PreparedChange prepare(SdkDocument document) throws ConfigRejectedException;

  /** Returns the document in force, read back from what runs. */
  SdkDocument inForce();

  /** Returns the attributes of the Resource in force. */
  Map<String, Object> resourceAttributes();

  /** Returns why nothing can be changed in the SDK, free of secrets; empty where things can. */
  default String problem() {
    return "";
  }

  /** Whether the SDK is no more, shut down or collected: there is nothing left to configure. */
  default boolean isGone() {
    return false;
  }
}

package dev.opamp.javaagent.config;

import java.util.Map;

/**
 * One SDK found in the JVM. The config pipeline changes it through this port alone, always from the
 * one apply thread.
 *
 * <p>Documents are trees of {@code LinkedHashMap<String, Object>}, {@code List<Object>}, String,
 * Long, Double, Boolean and null, with environment references already substituted. The signatures
 * use JDK types and this package's only: implementations live in other class loaders.
 */
public interface SdkTarget {

  /** A name for people and for error messages, for example {@code own}. */
  String name();

  /**
   * Builds everything the document asks for that is not yet in force, and touches nothing live.
   *
   * @param document the whole effective document; it is not to be changed
   * @throws ConfigRejectedException when the target cannot honour a key; nothing is left behind
   */
  PreparedChange prepare(Map<String, Object> document) throws ConfigRejectedException;

  /** Returns the document in force, read back from what runs. */
  Map<String, Object> inForce();

  /** Returns the attributes of the Resource in force. */
  Map<String, Object> resourceAttributes();
}

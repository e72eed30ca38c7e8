package dev.opamp.javaagent.opamp;

/** Something the agent can do beyond OpAMP, agreed between it and a server by name. */
public interface CustomCapability {

  /** Reverse FQDN, dot, short name, and {@code /vN} if need be. */
  String name();

  /**
   * A message of this capability arrived. Called one at a time, in the order of arrival, on a
   * thread shared with other work of the agent: must not block. A type that is not known is to be
   * ignored.
   *
   * @param sender takes the answer, if there is one
   */
  void onMessage(String type, byte[] data, CustomMessageSender sender);
}

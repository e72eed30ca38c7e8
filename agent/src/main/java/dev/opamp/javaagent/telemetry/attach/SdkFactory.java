package dev.opamp.javaagent.telemetry.attach;

/** Builds an SDK of the agent under the OpenTelemetry API of an application. */
public interface SdkFactory {

  /**
   * Runs on a thread of the agent.
   *
   * @param apiLoader the loader of the application's API; not to be held strongly by anything but
   *     the SDK
   * @param name of the target, for people and for error messages
   * @throws Exception when there can be none; the application then keeps its no-op
   */
  BuiltSdk build(ClassLoader apiLoader, String name) throws Exception;
}

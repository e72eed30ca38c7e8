package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.config.ManagedSdk;

/** Hears of the SDKs that applications have built. All methods are called on the apply thread. */
public interface HostSdkListener {

  /** An SDK is under control: the configuration in force is to be applied now. */
  void adopted(ManagedSdk target);

  /**
   * More of an SDK is under control than when it was adopted.
   *
   * @param name of the target
   */
  void grown(String name);

  /** An application has an SDK that the agent cannot control; it refuses all that it is asked. */
  void uncontrolled(ManagedSdk sdk);
}

package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.config.SdkTarget;

/** Hears what became of the applications found in the JVM. */
public interface AttachListener {

  /**
   * A target was built and is about to be given to its application: the configuration in force is
   * to be applied now. Runs on a thread of the agent.
   *
   * @throws Exception when the target is of no use; the application then keeps its no-op
   */
  void attached(SdkTarget target) throws Exception;

  /**
   * The application has set an instance of its own, which wins: the target is to be closed. Runs on
   * a thread of the application, so it must not block.
   */
  void retired(SdkTarget target);

  /**
   * An application has the API and does not get an SDK of the agent, or only late.
   *
   * @param application a name for people
   * @param reason a sentence, free of secrets
   */
  void notAttached(String application, String reason);
}

package dev.opamp.javaagent.cli;

/** Says in plain words why a JVM lets nobody attach, for the reasons that have a remedy. */
final class AttachFailure {

  private static final String[][] KNOWN = {
    {"non existent JVM pid", "no such process"},
    {"No such process", "no such process"},
    {"not permitted", "belongs to another user; run this as that user"},
    {"does not support the attach mechanism", TargetProcess.DISABLED},
    {
      "Dynamic agent loading is not enabled",
      "takes no agent while it runs (needs -XX:+EnableDynamicAgentLoading)"
    },
    {"Agent JAR not found", "cannot read this jar; is it in a container of its own?"},
    {
      "Unable to open socket file",
      "does not answer; if it has a /tmp of its own, run this with a newer java"
    },
    {"attach to current VM", "is this command itself"},
  };

  private AttachFailure() {}

  static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    for (String[] known : KNOWN) {
      if (message.contains(known[0])) {
        return known[1];
      }
    }
    return "cannot be attached to: " + message;
  }
}

package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import java.util.List;
import java.util.Map;

/** One signal of an SDK that the application has built. Used on the apply thread. */
interface HostSignal {

  /** The key of its section in a document. */
  String section();

  /** The word for it in health. */
  String name();

  /**
   * Prepares what is asked for; what is not asked for returns to what the application built.
   *
   * @param asked the section, absent when nothing of it is asked for
   * @param root where keys stand that concern several signals
   * @param off whether the signal is to be switched off
   * @param changes takes what was prepared
   * @param refusal takes what cannot be honoured
   */
  void prepare(
      DocumentNode asked,
      DocumentNode root,
      boolean off,
      boolean anew,
      List<PreparedChange> changes,
      Refusal refusal);

  /** Returns the section as it is in force, read from the SDK. */
  Map<String, Object> inForce();

  /** Returns what the agent has built for it and what may hold telemetry. */
  List<Closing> built();

  /** Puts back what was put in place of the application's own when the SDK was found. */
  void release();
}

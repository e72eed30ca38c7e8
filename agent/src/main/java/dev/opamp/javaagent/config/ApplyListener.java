package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.List;

/** Told about the end of each offer, for metrics and traces of the agent itself. */
public interface ApplyListener {

  /**
   * Called on the apply thread once per offer that was taken up, the one of an earlier run
   * included, and again when an SDK that comes later cannot take the one in force.
   *
   * @param steps what was exchanged, and how; empty when nothing was
   * @param nanos from the arrival of the offer until it was in force or refused
   */
  void onOutcome(RemoteConfigStatusSnapshot status, List<ChangeStep> steps, long nanos);

  /** The standing of a configuration that was stored, or was applied before, is now this. */
  default void onStanding(RemoteConfigStatusSnapshot status) {}
}

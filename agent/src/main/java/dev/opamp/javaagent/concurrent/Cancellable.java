package dev.opamp.javaagent.concurrent;

/** A scheduled task that can still be called off. */
public interface Cancellable {

  /** Prevents the task from starting; without effect once it runs or has run. */
  void cancel();
}

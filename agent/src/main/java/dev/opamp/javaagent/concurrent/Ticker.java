package dev.opamp.javaagent.concurrent;

/** A monotonic clock, so that wall-clock jumps never move a deadline. */
public interface Ticker {

  /** Returns nanoseconds since an arbitrary origin; only differences mean something. */
  long nanos();
}

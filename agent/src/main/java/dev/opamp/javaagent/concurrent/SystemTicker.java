package dev.opamp.javaagent.concurrent;

/** The JVM's monotonic clock. */
public final class SystemTicker implements Ticker {

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}

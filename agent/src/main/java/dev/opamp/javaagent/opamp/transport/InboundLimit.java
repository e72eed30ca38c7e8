package dev.opamp.javaagent.opamp.transport;

/** How large a message may be taken in: as configured, and never more than the heap can bear. */
final class InboundLimit {

  /** A message lives in several copies at a time: as bytes, as text, as a tree. */
  private static final int SHARE_OF_HEAP = 6;

  private InboundLimit() {}

  static int of(int configured) {
    return of(configured, Runtime.getRuntime().maxMemory());
  }

  static int of(int configured, long maxHeap) {
    return (int) Math.min(configured, Math.max(1, maxHeap / SHARE_OF_HEAP));
  }
}

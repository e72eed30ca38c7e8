package dev.opamp.javaagent.testing.benchmarks.latency;

import com.google.protobuf.ByteString;

/**
 * One change.
 *
 * @param serverNanos from the call that sends the offer to the arrival of APPLIED
 * @param agentNanos from the moment the agent took the offer up to its outcome, by the agent's own
 *     span; 0 until that has arrived
 */
record Timing(Change change, int round, ByteString hash, long serverNanos, long agentNanos) {

  Timing withAgentNanos(long nanos) {
    return new Timing(change, round, hash, serverNanos, nanos);
  }
}

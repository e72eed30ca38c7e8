package dev.opamp.javaagent.testing.benchmarks;

/**
 * How one session came back; times are from the moment the server listened again.
 *
 * @param attemptMillis when it tried, which is what the agent decides
 * @param readyMillis when it had the server's answer, which is for the server to decide too
 * @param attempts connection attempts since the server was killed, the last one included
 */
record Return(long attemptMillis, long readyMillis, int attempts) {}

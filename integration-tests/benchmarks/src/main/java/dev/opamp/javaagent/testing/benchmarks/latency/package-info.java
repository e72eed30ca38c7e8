/** How long a change of the configuration takes, from the server and inside the agent. */
package dev.opamp.javaagent.testing.benchmarks.latency;

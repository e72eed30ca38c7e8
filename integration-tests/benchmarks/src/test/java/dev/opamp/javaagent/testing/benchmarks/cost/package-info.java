/** What the delegating layers cost while nothing changes: the SDK through them and without them. */
package dev.opamp.javaagent.testing.benchmarks.cost;

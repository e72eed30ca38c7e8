/** What agents cost the application they are in, side by side. */
package dev.opamp.javaagent.testing.benchmarks.cost;

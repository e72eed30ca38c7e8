/**
 * An application that makes every kind of telemetry, in all the ways in which an application comes
 * to its OpenTelemetry. It knows nothing of the agent.
 */
package dev.opamp.javaagent.testing.matrix.app;

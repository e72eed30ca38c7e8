/**
 * The agent's own SDK: hot-swappable components behind an OpenTelemetry instance that never
 * changes. Written against the OpenTelemetry API and SDK, the JDK and the packages {@code config}
 * and {@code log} only, because it is also loaded beside an application's own API.
 */
package dev.opamp.javaagent.telemetry;

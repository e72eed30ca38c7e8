/**
 * Metric readers that can be changed while they are registered: when to collect, where to export
 * to, and the order of both over a change. Written against the SDK and the JDK only, as it is also
 * loaded beside an application's own API.
 */
package dev.opamp.javaagent.telemetry.reader;

/**
 * How OTLP over HTTP leaves the JVM, for the exporters of the host's telemetry and of the agent's
 * own. The exporters find it as a service; what OpenTelemetry's builders cannot say comes as an
 * {@code ExportRoute}. Like the package above it is also loaded beside an application's own API.
 */
package dev.opamp.javaagent.telemetry.sender;

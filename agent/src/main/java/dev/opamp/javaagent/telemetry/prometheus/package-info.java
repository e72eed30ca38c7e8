/** The sockets that Prometheus reads from, and what is read there. */
package dev.opamp.javaagent.telemetry.prometheus;

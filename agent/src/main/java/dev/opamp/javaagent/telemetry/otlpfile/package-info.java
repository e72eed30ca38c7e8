/** OTLP as JSON lines, in files or on the host's output. */
package dev.opamp.javaagent.telemetry.otlpfile;

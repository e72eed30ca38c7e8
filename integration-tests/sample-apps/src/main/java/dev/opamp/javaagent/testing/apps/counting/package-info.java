/** An application that knows exactly how much telemetry it has made. */
package dev.opamp.javaagent.testing.apps.counting;

/** An ordinary web application: JSON from a database, and no telemetry. */
package dev.opamp.javaagent.testing.web;

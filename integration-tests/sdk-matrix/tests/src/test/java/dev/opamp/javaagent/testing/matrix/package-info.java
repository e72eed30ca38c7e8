/** Every change of the configuration in every OpenTelemetry SDK that an application may have. */
package dev.opamp.javaagent.testing.matrix;

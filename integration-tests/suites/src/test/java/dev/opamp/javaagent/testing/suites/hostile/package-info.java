/** A server on plain sockets that can do everything a server must not do. */
package dev.opamp.javaagent.testing.suites.hostile;

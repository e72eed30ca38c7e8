/** OpAMP over WebSocket and plain HTTP on one port. */
@NullMarked
package dev.opamp.javaagent.testing.server.transport;

import org.jspecify.annotations.NullMarked;

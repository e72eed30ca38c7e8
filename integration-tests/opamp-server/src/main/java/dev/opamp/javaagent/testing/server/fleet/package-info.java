/** What the server knows about its agents and what it answers them; no I/O. */
@NullMarked
package dev.opamp.javaagent.testing.server.fleet;

import org.jspecify.annotations.NullMarked;

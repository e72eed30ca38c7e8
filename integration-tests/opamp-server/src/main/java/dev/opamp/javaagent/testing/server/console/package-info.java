/** The JSON control API and the web console. */
@NullMarked
package dev.opamp.javaagent.testing.server.console;

import org.jspecify.annotations.NullMarked;

/** A small, real OpAMP server for demo, tests and CI smoke checks. */
@NullMarked
package dev.opamp.javaagent.testing.server;

import org.jspecify.annotations.NullMarked;

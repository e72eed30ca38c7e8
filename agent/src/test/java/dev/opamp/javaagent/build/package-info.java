/** Steps of the build that are too much for its scripts: the pom runs them, the tests test them. */
@NullMarked
package dev.opamp.javaagent.build;

import org.jspecify.annotations.NullMarked;

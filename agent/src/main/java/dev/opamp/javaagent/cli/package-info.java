/**
 * What {@code java -jar opamp-javaagent.jar} can do: looks at documents; starts and stops agents in
 * other JVMs.
 */
package dev.opamp.javaagent.cli;

/** What {@code java -jar opamp-javaagent.jar} can do: looks at documents, starts no agent. */
package dev.opamp.javaagent.cli;

/**
 * Configuration documents: what they may say, what shows that they are in force, how they break.
 */
package dev.opamp.javaagent.testing.suites.documents;

/** Random changes under load, and the book-keeping that says whether anything was lost. */
package dev.opamp.javaagent.testing.suites.soak;

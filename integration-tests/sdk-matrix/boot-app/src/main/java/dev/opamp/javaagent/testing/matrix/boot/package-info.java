/** The application of the matrix in Spring Boot. */
package dev.opamp.javaagent.testing.matrix.boot;

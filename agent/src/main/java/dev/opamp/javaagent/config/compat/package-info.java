/**
 * What servers of other agents send instead of declarative configuration, translated into it. Free
 * of the rest of the pipeline: keys and a document in, a part of a document out.
 */
package dev.opamp.javaagent.config.compat;

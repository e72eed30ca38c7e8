package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;

/**
 * Where the metrics of a reader leave the JVM, for example an exporter. It outlives the readers
 * that use it: those of one generation of the provider after the other.
 */
interface ReaderOutlet {

  /** Reads how the metrics are to be read for this outlet. */
  ReaderPlan plan(DocumentNode reader);
}

package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;

/** One kind of metric reader that a document can ask for, for example {@code periodic}. */
interface ReaderKind {

  /** The key of the kind in the sub-document of a reader. */
  String key();

  /**
   * Returns the reader's place with only that there which its {@link ReaderOutlet} is built from.
   * The outlet is kept for as long as this, and the connection of the reader, stay the same.
   */
  DocumentNode outletNode(DocumentNode reader);

  /** Builds the outlet. */
  Part<ReaderOutlet> outlet(DocumentNode outletNode);
}

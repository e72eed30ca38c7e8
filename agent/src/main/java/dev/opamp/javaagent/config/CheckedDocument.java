package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.List;

/** What a {@link SchemaCheck} found. */
final class CheckedDocument {

  /** The document with values typed, and without what is not supported. */
  final ConfigDocument document;

  /** What is wrong: the document means nothing, or not what its author thinks. */
  final List<ConfigProblem> problems;

  /** What is right but cannot be honoured here. */
  final List<ConfigProblem> unsupported;

  CheckedDocument(
      ConfigDocument document, List<ConfigProblem> problems, List<ConfigProblem> unsupported) {
    this.document = document;
    this.problems = problems;
    this.unsupported = unsupported;
  }

  List<ConfigProblem> all() {
    List<ConfigProblem> all = new ArrayList<>(problems);
    all.addAll(unsupported);
    return all;
  }
}

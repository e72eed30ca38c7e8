package dev.opamp.javaagent.config;

/**
 * A start-up document, and what offers may do because of it. Immutable: a file that changes makes
 * another one.
 */
final class StartupGeneration {

  private final StartupDocument document;
  private final Restrictions restrictions;

  StartupGeneration(StartupDocument document, PipelineOptions options) {
    this.document = document;
    this.restrictions = new Restrictions(document.root(), options.settings(), options.serverHost());
  }

  StartupDocument document() {
    return document;
  }

  Restrictions restrictions() {
    return restrictions;
  }
}

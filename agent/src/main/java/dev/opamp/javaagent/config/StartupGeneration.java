package dev.opamp.javaagent.config;

/**
 * A start-up document, and what offers may do because of it. Immutable: a file that changes makes
 * another one.
 */
final class StartupGeneration {

  private final StartupDocument document;
  private final Restrictions restrictions;
  private final AgentTuning tuning;

  StartupGeneration(StartupDocument document, PipelineOptions options) {
    this.document = document;
    this.restrictions = new Restrictions(document.root(), options.settings(), options.serverHost());
    Object level = options.startupLogLevel() ? document.root().get("log_level") : null;
    this.tuning = level == null ? AgentTuning.NONE : new AgentTuning(level.toString(), null);
  }

  /** What counts while an offer says nothing else. */
  AgentTuning tuning() {
    return tuning;
  }

  StartupDocument document() {
    return document;
  }

  Restrictions restrictions() {
    return restrictions;
  }
}

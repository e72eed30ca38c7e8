package dev.opamp.javaagent.config;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an offer asks of the agent itself, beside its SDKs. Immutable, compared by value. */
final class AgentTuning {

  static final AgentTuning NONE = new AgentTuning("", null);

  private final String logLevel;
  private final @Nullable Duration pollInterval;

  AgentTuning(String logLevel, @Nullable Duration pollInterval) {
    this.logLevel = logLevel;
    this.pollInterval = pollInterval;
  }

  /** A severity or {@code off}; empty for the local setting. */
  String logLevel() {
    return logLevel;
  }

  /** Whether the level is one that a document has a word for. */
  boolean hasSeverity() {
    return !logLevel.isEmpty() && !logLevel.equals("off");
  }

  /** Null for what counts without the offer. */
  @Nullable Duration pollInterval() {
    return pollInterval;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AgentTuning
        && logLevel.equals(((AgentTuning) other).logLevel)
        && Objects.equals(pollInterval, ((AgentTuning) other).pollInterval);
  }

  @Override
  public int hashCode() {
    return Objects.hash(logLevel, pollInterval);
  }
}

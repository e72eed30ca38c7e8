package dev.opamp.javaagent.config;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.opamp.AgentReporter;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a {@link ConfigPipeline} works with. */
public final class PipelinePorts {

  final AgentReporter reporter;
  final SerialExecutor executor;
  final Ticker ticker;
  final ConfigStore store;
  final Consumer<String> logLevel;
  final ApplyListener listener;
  final Consumer<@Nullable Duration> pollInterval;

  /**
   * @param executor the apply thread; all work on targets happens there
   * @param logLevel takes the offered {@code log_level} ({@code trace} to {@code fatal4}, or {@code
   *     off}); an empty text means that the local setting counts again
   */
  public PipelinePorts(
      AgentReporter reporter,
      SerialExecutor executor,
      Ticker ticker,
      ConfigStore store,
      Consumer<String> logLevel,
      ApplyListener listener) {
    this(reporter, executor, ticker, store, logLevel, listener, interval -> {});
  }

  private PipelinePorts(
      AgentReporter reporter,
      SerialExecutor executor,
      Ticker ticker,
      ConfigStore store,
      Consumer<String> logLevel,
      ApplyListener listener,
      Consumer<@Nullable Duration> pollInterval) {
    this.reporter = reporter;
    this.executor = executor;
    this.ticker = ticker;
    this.store = store;
    this.logLevel = logLevel;
    this.listener = listener;
    this.pollInterval = pollInterval;
  }

  /**
   * Returns these ports with one for the offered interval of polls.
   *
   * @param port takes null when what counts without the offer counts again
   */
  public PipelinePorts withPollInterval(Consumer<@Nullable Duration> port) {
    return new PipelinePorts(reporter, executor, ticker, store, logLevel, listener, port);
  }
}

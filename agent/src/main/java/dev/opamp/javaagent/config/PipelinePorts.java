package dev.opamp.javaagent.config;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.opamp.AgentReporter;
import java.util.function.Consumer;

/** What a {@link ConfigPipeline} works with. */
public final class PipelinePorts {

  final AgentReporter reporter;
  final SerialExecutor executor;
  final Ticker ticker;
  final ConfigStore store;
  final Consumer<String> logLevel;
  final ApplyListener listener;

  /**
   * @param executor the apply thread; all work on targets happens there
   * @param logLevel takes the offered {@code log_level} ({@code trace} to {@code fatal4}); an empty
   *     text means that the local setting counts again
   */
  public PipelinePorts(
      AgentReporter reporter,
      SerialExecutor executor,
      Ticker ticker,
      ConfigStore store,
      Consumer<String> logLevel,
      ApplyListener listener) {
    this.reporter = reporter;
    this.executor = executor;
    this.ticker = ticker;
    this.store = store;
    this.logLevel = logLevel;
    this.listener = listener;
  }
}

package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.Ticker;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.Lookups;
import dev.opamp.javaagent.config.NothingStored;
import dev.opamp.javaagent.config.PipelineOptions;
import dev.opamp.javaagent.config.PipelinePorts;
import dev.opamp.javaagent.config.StartupDocument;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.settings.RemoteConfigSettings;
import java.time.Duration;
import java.util.Set;

/** Pipelines of an agent to which nobody has said anything yet. */
final class Pipelines {

  private Pipelines() {}

  static ConfigPipeline ofDefaults(AgentReporter reporter, SerialExecutor apply, Ticker ticker) {
    Lookups lookups = new Lookups(name -> null, name -> null);
    return new ConfigPipeline(
        StartupDocument.load(lookups),
        new PipelineOptions(
            lookups,
            new RemoteConfigSettings(true, false, null, Set.of()),
            "opamp.example.com",
            Duration.ZERO),
        new PipelinePorts(
            reporter,
            apply,
            ticker,
            new NothingStored(),
            level -> {},
            (status, steps, nanos) -> {}));
  }
}

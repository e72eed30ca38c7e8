package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.config.Lookups;
import dev.opamp.javaagent.config.NothingStored;
import dev.opamp.javaagent.config.PipelineOptions;
import dev.opamp.javaagent.config.PipelinePorts;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import dev.opamp.javaagent.config.SdkTarget;
import dev.opamp.javaagent.config.StartupDocument;
import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import dev.opamp.javaagent.settings.RemoteConfigSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** An SDK whose first offered sampler takes as long to build as the test wants. */
final class SlowTarget implements SdkTarget {

  private final CountDownLatch applying;
  private final CountDownLatch release;
  private final List<String> applied;
  private volatile SdkDocument inForce = SdkDocument.of(Map.of());

  SlowTarget(CountDownLatch applying, CountDownLatch release, List<String> applied) {
    this.applying = applying;
    this.release = release;
    this.applied = applied;
  }

  /** A started pipeline with this target alone. */
  static ConfigPipeline pipeline(ThreadSerialExecutor apply, SlowTarget target) {
    Lookups nothing = new Lookups(name -> null, name -> null);
    ConfigPipeline pipeline =
        new ConfigPipeline(
            StartupDocument.load(nothing),
            new PipelineOptions(
                nothing,
                new RemoteConfigSettings(true, false, null, Set.of()),
                "127.0.0.1",
                Duration.ZERO),
            new PipelinePorts(
                new NobodyHears(),
                apply,
                System::nanoTime,
                new NothingStored(),
                level -> {},
                (status, steps, nanos) -> {}));
    pipeline.addTarget(target);
    pipeline.start();
    return pipeline;
  }

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public PreparedChange prepare(SdkDocument document) {
    boolean offered = document.tree().toString().contains("trace_id_ratio_based");
    if (offered) {
      applying.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    SdkDocument before = inForce;
    return new PreparedChange() {
      @Override
      public List<ChangeStep> steps() {
        return List.of();
      }

      @Override
      public void commit() {
        inForce = document;
        if (offered) {
          applied.add(document.tree().toString());
        }
      }

      @Override
      public void revert() {
        inForce = before;
      }

      @Override
      public void discard() {}

      @Override
      public void retireReplaced() {}
    };
  }

  @Override
  public SdkDocument inForce() {
    return inForce;
  }

  @Override
  public Map<String, Object> resourceAttributes() {
    return Map.of();
  }

  private static final class NobodyHears implements AgentReporter {
    @Override
    public void reportDescription(AgentDescriptionSnapshot description) {}

    @Override
    public void reportHealth(ComponentHealthSnapshot health) {}

    @Override
    public void reportEffectiveConfig(List<ConfigFile> files) {}

    @Override
    public void reportRemoteConfigStatus(RemoteConfigStatusSnapshot status) {}
  }
}

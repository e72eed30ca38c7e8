package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the OpAMP client while the graph is built: the client needs those who report, and
 * they need it. What is reported before {@link #connect} is dropped, because the client starts with
 * a report of its own.
 */
final class DeferredReporter implements AgentReporter {

  private volatile @Nullable AgentReporter client;

  void connect(AgentReporter reporter) {
    client = reporter;
  }

  @Override
  public void reportDescription(AgentDescriptionSnapshot description) {
    report(reporter -> reporter.reportDescription(description));
  }

  @Override
  public void reportHealth(ComponentHealthSnapshot health) {
    report(reporter -> reporter.reportHealth(health));
  }

  @Override
  public void reportEffectiveConfig(List<ConfigFile> files) {
    report(reporter -> reporter.reportEffectiveConfig(files));
  }

  @Override
  public void reportRemoteConfigStatus(RemoteConfigStatusSnapshot status) {
    report(reporter -> reporter.reportRemoteConfigStatus(status));
  }

  private void report(Consumer<AgentReporter> report) {
    AgentReporter reporter = client;
    if (reporter != null) {
      report.accept(reporter);
    }
  }
}

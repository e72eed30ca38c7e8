package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.bootstrap.AgentStarter;
import dev.opamp.javaagent.bootstrap.ApiClassHook;
import dev.opamp.javaagent.bootstrap.StartedAgent;
import dev.opamp.javaagent.concurrent.SystemTicker;
import dev.opamp.javaagent.config.Lookups;
import dev.opamp.javaagent.config.StartupDocument;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.log.LogOutput;
import dev.opamp.javaagent.settings.AgentSettings;
import dev.opamp.javaagent.settings.LogSettings;
import dev.opamp.javaagent.settings.SettingsException;
import dev.opamp.javaagent.settings.SettingsLoader;
import java.lang.instrument.Instrumentation;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads the settings and starts the agent, or leaves the host alone. */
public final class AgentMain implements AgentStarter {

  private static final AgentLogger LOG = AgentLogger.get("agent");

  @Override
  public @Nullable StartedAgent start(
      @Nullable String args, Instrumentation instrumentation, ApiClassHook hook, boolean early)
      throws SettingsException {
    // As they are now: what an application sets while it starts would count or not by chance.
    Properties properties = (Properties) System.getProperties().clone();
    AgentSettings settings = new SettingsLoader(System.getenv(), properties).load(args);
    openLog(settings.log());
    settings.warnings().forEach(LOG::warn);
    Lookups lookups = new Lookups(System.getenv()::get, properties::getProperty);
    if (!hasWork(settings, lookups)) {
      LOG.debug(
          "nothing to do: neither otel.opamp.endpoint nor OTEL_CONFIG_FILE is set, or the agent is"
              + " switched off");
      return null;
    }
    BooleanSupplier calm = () -> true;
    if (early) {
      hook.noteLoaded(instrumentation.getAllLoadedClasses());
      StartDelay delay = StartDelay.ofThisProcess(settings.startDelay());
      delay.await(hook::awaitApplication);
      calm = delay::isOver;
    }
    AgentParts parts = new AgentParts(settings, lookups, properties, new SystemTicker());
    RunningAgent agent = new RunningAgent(parts, calm);
    agent.start(instrumentation, hook);
    ShutdownHook shutdownHook = ShutdownHook.register(agent);
    return () -> {
      instrumentation.removeTransformer(hook);
      agent.stop();
      // Last, so that a JVM that ends meanwhile waits for what is being delivered.
      shutdownHook.remove();
      LOG.info("stopped; the JVM goes on without the agent");
      LogOutput.close();
    };
  }

  /** A configuration file can be followed without a server. */
  private static boolean hasWork(AgentSettings settings, Lookups lookups) {
    return settings.enabled()
        && (settings.connection() != null || StartupDocument.fileNamedBy(lookups) != null);
  }

  private static void openLog(LogSettings log) {
    LogOutput.setThreshold(log.level());
    if (log.file() != null) {
      LogOutput.toFile(log.file());
    }
  }
}

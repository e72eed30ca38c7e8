package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.opamp.AgentReporter;
import dev.opamp.javaagent.opamp.AvailableComponentsSnapshot;
import dev.opamp.javaagent.opamp.ComponentHealthSnapshot;
import dev.opamp.javaagent.opamp.OpampClient;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the agent has to do with an OpAMP server, if there is one. Thread-safe. */
interface ServerLink {

  /** Where the parts of the agent report to, from before there is a client. */
  AgentReporter reporter();

  /** Takes each new state of health. */
  Consumer<ComponentHealthSnapshot> healthListener();

  /** Makes the client, which needs those who report. To be called once. */
  void open(BiFunction<ConnectionSettings, SerialExecutor, OpampClient> client);

  /** Whether there is a server, which wants to see what is in force before anybody uses it. */
  boolean hasServer();

  /** Connects after a while, if nobody has connected before. */
  void connectWithin(Duration patience);

  /** Connects; without effect the second time. */
  void connect();

  void reconnect();

  /** Asks how often to report; null for what is set otherwise. */
  void poll(@Nullable Duration interval);

  void reportAvailableComponents(AvailableComponentsSnapshot components);

  /** Ends the session, within a limit. */
  void sayGoodbye();

  /** Ends the thread of the session, within a limit. */
  void close();
}

package dev.opamp.javaagent.testing.server.fleet;

import dev.opamp.javaagent.opamp.proto.CommandType;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.opamp.proto.ServerToAgentCommand;
import dev.opamp.javaagent.opamp.proto.ServerToAgentFlags;
import java.util.UUID;

/** Messages that ask an agent to do something once. */
public final class ServerCommands {

  private ServerCommands() {}

  /** The restart command. */
  public static ServerToAgent restart(UUID uid) {
    return to(uid)
        .setCommand(ServerToAgentCommand.newBuilder().setType(CommandType.CommandType_Restart))
        .build();
  }

  /** The flag ReportFullState. */
  public static ServerToAgent reportFullState(UUID uid) {
    return to(uid).setFlags(ServerToAgentFlags.ServerToAgentFlags_ReportFullState_VALUE).build();
  }

  /** The flag ReportAvailableComponents. */
  public static ServerToAgent reportAvailableComponents(UUID uid) {
    return to(uid)
        .setFlags(ServerToAgentFlags.ServerToAgentFlags_ReportAvailableComponents_VALUE)
        .build();
  }

  /** A message of a custom capability. */
  public static ServerToAgent custom(UUID uid, CustomMessage message) {
    return to(uid).setCustomMessage(message).build();
  }

  private static ServerToAgent.Builder to(UUID uid) {
    return ServerToAgent.newBuilder().setInstanceUid(InstanceUids.bytes(uid));
  }
}

package dev.opamp.javaagent.testing.suites;

import java.util.List;

/**
 * Something that a server does to an agent.
 *
 * @param rows of the checklist
 * @param breaks whether the connection, or an exchange over HTTP, fails by it
 * @param lasts whether nothing good can be expected for long, and that is right
 */
record HostileCase(String name, List<String> rows, boolean breaks, boolean lasts, Act act) {

  /** Does it, and checks what is particular to it. */
  @FunctionalInterface
  interface Act {
    void on(HostileLane lane) throws Exception;
  }

  /** The agent keeps the connection. */
  static HostileCase borne(String rows, String name, Act act) {
    return new HostileCase(name, List.of(rows.split(" ")), false, false, act);
  }

  /** The agent has to come back. */
  static HostileCase breaking(String rows, String name, Act act) {
    return new HostileCase(name, List.of(rows.split(" ")), true, false, act);
  }

  /** The agent does as it is told, and stays away. */
  static HostileCase lasting(String rows, String name, Act act) {
    return new HostileCase(name, List.of(rows.split(" ")), false, true, act);
  }

  @Override
  public String toString() {
    return String.join(" ", rows) + ": " + name;
  }
}

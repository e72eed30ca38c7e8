package dev.opamp.javaagent.bootstrap;

import java.lang.instrument.Instrumentation;

/** Does what a command of the jar, in another process, wishes of the agent in this JVM. */
final class LateRequest implements Runnable {

  private final String args;
  private final Instrumentation instrumentation;

  LateRequest(String args, Instrumentation instrumentation) {
    this.args = args;
    this.instrumentation = instrumentation;
  }

  @Override
  public void run() {
    Exchange exchange;
    try {
      exchange = Exchange.open(args);
    } catch (Exception e) {
      new StderrAnswer().refused("a request from outside could not be read: " + e);
      return;
    }
    switch (exchange.verb()) {
      case Exchange.ATTACH:
        AgentLauncher.launchHere(exchange.arguments(), instrumentation, exchange);
        break;
      case Exchange.DETACH:
        stop(exchange);
        break;
      default:
        exchange.refused("the agent that was loaded there first is of another version");
        break;
    }
  }

  private static void stop(Answer answer) {
    StartedAgent agent = OnlyOne.take();
    if (agent == null) {
      answer.refused(
          OnlyOne.isClaimed() ? "the agent is just starting or ending" : "no agent runs there");
      return;
    }
    try {
      agent.stop();
    } catch (Throwable t) {
      // It stays claimed: two agents at a time would be worse than none.
      answer.refused("the agent did not end well, the next needs a restart: " + t);
      return;
    }
    OnlyOne.release();
    answer.done("agent stopped");
  }
}

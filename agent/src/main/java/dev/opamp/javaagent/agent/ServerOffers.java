package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.ConfigPipeline;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.opamp.ConnectionSettingsOffer;
import dev.opamp.javaagent.opamp.ConnectionSettingsOutcome;
import dev.opamp.javaagent.opamp.OfferListener;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Hands what the server offers to the part that deals with it, off the session's thread. */
final class ServerOffers implements OfferListener {

  private static final AgentLogger LOG = AgentLogger.get("offers");

  private final ConfigPipeline pipeline;
  private final List<ConnectionPart> connections;
  private final Runnable restart;
  private final Executor apply;
  private final RestOfStart rest;
  private final Runnable provingGround;

  /**
   * @param apply the thread of the pipeline
   * @param rest what connections can wait for, and a configuration cannot
   * @param provingGround sees to it, on the apply thread, that there is an SDK to try a
   *     configuration on: none is in force before it was
   */
  ServerOffers(
      ConfigPipeline pipeline,
      List<ConnectionPart> connections,
      Runnable restart,
      Executor apply,
      RestOfStart rest,
      Runnable provingGround) {
    this.pipeline = pipeline;
    this.connections = connections;
    this.restart = restart;
    this.apply = apply;
    this.rest = rest;
    this.provingGround = provingGround;
  }

  @Override
  public void onRemoteConfig(RemoteConfigOffer offer) {
    rest.now();
    apply.execute(provingGround);
    // Behind those two, as the pipeline hands it to the same thread.
    pipeline.offer(offer);
  }

  @Override
  public void onConnectionSettings(
      ConnectionSettingsOffer offer, ConnectionSettingsOutcome outcome) {
    rest.execute(() -> outcome.done(apply(offer)));
  }

  /** Each part by itself: what works stays, whatever becomes of the others. */
  private List<String> apply(ConnectionSettingsOffer offer) {
    List<String> problems = new ArrayList<>();
    for (ConnectionPart part : connections) {
      try {
        problems.addAll(part.apply(offer));
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("offered connection settings were not applied", e);
        problems.add("the agent failed: " + e.getClass().getSimpleName());
      }
    }
    return problems;
  }

  @Override
  public void onRestart() {
    rest.now();
    apply.execute(restart);
  }
}
